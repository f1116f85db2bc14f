import { all, CALLERS, type Equivalent } from "./equivalence.ts";

const MEMORY = "it only bounds memory: what has so much text or so many values has no form that a document may have";
const BATCHES = "in what batches items are given their form makes no difference to it";
const ONE_DEPTH =
  "the long lists of one document all lie at one depth, below which nothing is looked for and within which none lies";
const NO_JSON = "only what is no JSON has it, and that is refused before the items are read";

/** Reading in pieces: bounds of memory, and pairs of conditions of which each is enough for the documents there are. */
export const reading: readonly Equivalent[] = [
  { file: "byte-source.ts", within: "blobSource", why: "vectors are bytes in memory; a test of its own reads blobs" },
  {
    file: "bundle/chunk-places.ts",
    within: "createChunkPlaces",
    why: "the verifier walks the chunks of the description, of all of which the place was noted; others ask for one chunk",
  },
  ...all("bundle/sums-check.ts", "createSumsCheck", "when lines are compared makes no difference", [
    "> for lines.length >= PIECE_BYTES",
  ]),
  ...all("bundle/sums-check.ts", "createSumsCheck", "a longer part is refused when it is met, a shorter one lacks a line", [
    "drop operand comparedBytes === sums.size",
  ]),
  ...all("encoding/format-reading.ts", "createItemReading", BATCHES, [
    "drop operand batch.texts.length >= BATCH_ITEMS",
    "drop operand batch.units >= BATCH_UNITS",
    "> for batch.texts.length >= BATCH_ITEMS",
    "> for batch.units >= BATCH_UNITS",
  ]),
  ...all("encoding/format-reading.ts", "createItemReading", "no other document has a number at that place of a path", [
    "drop operand path.every(",
  ]),
  ...all("encoding/format-reading.ts", "createItemReading", "it saves reading a document without items again", [
    ">= for count > 0",
  ]),
  ...all(
    "encoding/format-reading.ts",
    "isObject",
    "sharing equal texts of other values changes nothing, and around a list that was found are objects",
    ["drop operand !Array.isArray(value)", 'drop operand typeof value === "object"'],
  ),
  ...all("encoding/json-lists.ts", "createListCutter", ONE_DEPTH, [
    "drop operand listDepth === 0",
    "drop operand depth <= deepest",
    "drop operand path.length === depth",
  ]),
  ...all(
    "encoding/json-lists.ts",
    "createListCutter",
    "an object's first name takes its place before a list is looked for, and what lies in a list is no long list",
    ["always accept by isList", "drop operand names[depth - 1] !== null"],
  ),
  ...all(
    "encoding/json-lists.ts",
    "createListCutter",
    "a list directly follows its name, so no text lies between; names of what is deeper are not asked for",
    ["drop operand isNameNext", "drop operand isShallow()"],
  ),
  ...all("encoding/json-lists.ts", "createListCutter", `${CALLERS}; else ${NO_JSON}`, ["drop operand list !== undefined"]),
  ...all("encoding/json-lists.ts", "createCollector", MEMORY, [
    "drop operand text.length + piece.length > MAX_TEXT_UNITS",
    "drop operand values > MAX_VALUES",
    ">= for text.length + piece.length > MAX_TEXT_UNITS",
    ">= for values > MAX_VALUES",
    "never refuse by isTooLarge",
  ]),
];
