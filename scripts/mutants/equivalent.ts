import type { Mutant } from "./find-checks.ts";
import { open } from "./open.ts";

/** Mutants that answer like the verifier itself, whatever they are given, and why; or that are open, where `why` says so. Without `edit`: all within that declaration. */
interface Equivalent {
  readonly file: string;
  readonly within: string;
  readonly edit?: string;
  readonly why: string;
}

type Known = Pick<Equivalent, "file" | "within" | "edit">;

const UNREAD = "no verifier reads whole blocks and single votes: evidence carries headers and links";
const CALLERS = "its callers have made sure of it; the type of the value asks for the line";

/** Not shown to make no difference: whether a longer vector would notice is not tried. */
const LONG = "open: no published vector is long enough";
const FITS = "so many entries do not fit into the 134 217 728 bytes of a manifest";
const NUMBERS = "no number that ECMAScript prints is as long";

export const equivalents: readonly Equivalent[] = [
  { file: "formats/block.ts", within: "Attestation", why: UNREAD },
  { file: "formats/block.ts", within: "SignedAttestation", why: UNREAD },
  { file: "formats/block.ts", within: "Block", why: UNREAD },
  { file: "formats/manifest.ts", within: "ManifestV1", edit: "one more than", why: FITS },
  { file: "formats/manifest.ts", within: "ManifestV2", edit: "one more than", why: FITS },
  { file: "bundle/tar.ts", within: "encodeTarHeader", why: CALLERS },
  {
    file: "bundle/tar.ts",
    within: "decodeTarHeader",
    edit: "<= for end < 0",
    why: "an empty name is none, with or without the zeros behind it",
  },
  {
    file: "bundle/part-reader.ts",
    within: "createPartReader",
    edit: "drop operand !next.ok",
    why: "what could not be read has no name",
  },
  {
    file: "bundle/part-reader.ts",
    within: "createPartReader",
    edit: "drop operand part.ok",
    why: "after a failure nobody asks for absent parts",
  },
  {
    file: "bundle/part-reader.ts",
    within: "createPartReader",
    edit: "without other === undefined",
    why: "it only tells a specialist that the archive ends",
  },
  {
    file: "bundle/part-reader.ts",
    within: "createPartReader",
    edit: "<= for index < chunk",
    why: "the chunk with this very index is the part that belongs here",
  },
  {
    file: "bundle/part-reader.ts",
    within: "createPartReader",
    edit: "drop operand raw.ok",
    why: "a header that is damaged could be read",
  },
  { file: "chain/evidence.ts", within: "checkEvidence", edit: "drop operand", why: CALLERS },
  { file: "chain/finality.ts", within: "linkProblem", edit: "drop operand last === undefined", why: CALLERS },
  { file: "chain/finality.ts", within: "linkProblem", edit: "drop operand first === undefined", why: CALLERS },
  { file: "chain/finality.ts", within: "linkProblem", edit: "drop operand hash === undefined", why: CALLERS },
  { file: "chain/finality.ts", within: "linkProblem", edit: "without last === undefined", why: CALLERS },
  {
    file: "chunk/container.ts",
    within: "parseChunkHeader",
    edit: "<= for bytes.length",
    why: "a header without a tag is refused for its length anyway",
  },
  {
    file: "chunk/container.ts",
    within: "limitsOf",
    edit: "without header.salt.length",
    why: "what is read has these lengths; only writers can get them wrong",
  },
  { file: "chunk/container.ts", within: "limitsOf", edit: "drop operand header.salt.length", why: "as above" },
  { file: "chunk/container.ts", within: "limitsOf", edit: "drop operand header.nonce.length", why: "as above" },
  {
    file: "encoding/canonical-json.ts",
    within: "formatFailure",
    edit: "drop operand",
    why: "no other document has a number at that place of a path",
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createNestingCounter",
    edit: "without deepest > MAX_DEPTH",
    why: "it saves counting what is already too deep",
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createNestingCounter",
    edit: ">= for depth > deepest",
    why: "it stores the same number again",
  },
  { file: "encoding/json-scanner.ts", within: "createNestingCounter", edit: ">= for deepest > MAX_DEPTH", why: LONG },
  { file: "encoding/json-scanner.ts", within: "createGrammarCheck", edit: ">= for name.length > MAX_NAME_UNITS", why: LONG },
  {
    file: "encoding/json-scanner.ts",
    within: "createGrammarCheck",
    edit: "without !isCanonical",
    why: "it saves comparing names of a text that is already refused",
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createGrammarCheck",
    edit: "drop operand typeof before",
    why: "nothing compares with what is undefined",
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createGrammarCheck",
    edit: "< for digits.length <= MAX_NUMBER_UNITS",
    why: NUMBERS,
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createGrammarCheck",
    edit: "drop operand digits.length > MAX_NUMBER_UNITS",
    why: NUMBERS,
  },
  {
    file: "encoding/json-scanner.ts",
    within: "createGrammarCheck",
    edit: ">= for digits.length > MAX_NUMBER_UNITS",
    why: NUMBERS,
  },
  { file: "bundle/read-bundle.ts", within: "takeIf", edit: "drop operand part.ok", why: "what could not be read has no value" },
  { file: "formats/bundle.ts", within: "BundleDescriptor", edit: "one more than", why: LONG },
  { file: "formats/bundle.ts", within: "BundleCheckpoints", edit: "one more than", why: LONG },
  { file: "encoding/signature.ts", within: "verifyPieces", edit: "without signature.length", why: CALLERS },
  { file: "encoding/signature.ts", within: "verifyPieces", edit: "drop operand signature.length", why: CALLERS },
  { file: "encoding/signature.ts", within: "verifyPieces", edit: "drop operand publicKey.length", why: CALLERS },
  {
    file: "encoding/signature.ts",
    within: "verifyPieces",
    edit: "> for s >=",
    why: "a signature that holds with S of exactly L would need a preimage of SHA-512",
  },
  {
    file: "merkle/verify.ts",
    within: "verifyConsistency",
    edit: "drop operand path.length === 0",
    why: "without a step the walk does not reach the top",
  },
  { file: "session/manifest.ts", within: "checkContents", edit: "drop operand end === undefined", why: CALLERS },
  {
    file: "verify/chunk-proof.ts",
    within: "verifyChunkProof",
    edit: "without head === undefined",
    why: "a tree without size and root holds no path",
  },
  {
    file: "verify/chain-parts.ts",
    within: "checkCheckpoint",
    edit: "drop operand head === undefined",
    why: "without a head there is no last chunk either",
  },
];

export const isListed = (mutant: Mutant): boolean => [...equivalents, ...open].some((entry) => matches(entry, mutant));

/** Entries of the list that fit no check any more. */
export const stale = (mutants: readonly Mutant[]): readonly Known[] =>
  [...equivalents, ...open].filter((entry) => !mutants.some((mutant) => matches(entry, mutant)));

const matches = ({ file, within, edit }: Known, mutant: Mutant): boolean =>
  mutant.file === file && mutant.within === within && mutant.edit.startsWith(edit ?? "");
