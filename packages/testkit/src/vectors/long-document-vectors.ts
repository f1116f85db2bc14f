import { type ChunkEntry, canonicalJson, type FailureCode } from "@lucid/proof";
import { putTogether } from "../proof/bundle-parts.ts";
import { type BundleBench, benchTools } from "./bundle-bench.ts";
import { type Run, spliceOfRuns } from "./splice.ts";
import { invalid, type Vector } from "./vector.ts";

/** Values of a list that no document has so many of beside its long lists. */
const VALUES = 60_000;
/** Characters of a text that no document has. */
const UNITS = 5_000_000;
/** Entries whose text is longer than what is read at a time, and which have more values than a document beside its lists. */
const ENTRIES = 4_000;

/** Longest name of a canonical document, as it is written. */
const NAME_UNITS = 1_048_576;

/** Bytes that are read at a time. */
const PIECE = 262_144;

/** An object with a name of so many characters, which begins where a piece does. */
const named = (units: number): readonly Run[] => [
  ['{"a":"', 1],
  ["x", PIECE - 9],
  ['","', 1],
  ["x", units],
  ['":0}', 1],
];

/** Documents that are read piece by piece: at the limits of their lists, and with faults where pieces meet. */
export function longDocuments(bench: BundleBench): Vector[] {
  const { session } = bench;
  const { put, bad, describe } = benchTools(bench);
  const { manifest } = session.manifest;
  const [first] = manifest.chunks as [ChunkEntry];
  const [checkpoint] = session.checkpoints;

  const long = (name: string, part: string, runs: readonly Run[], code: FailureCode, more: object = {}): Vector =>
    invalid(name, { bundle: "clean", splice: spliceOfRuns(bench.clean, part, runs) }, code, more);
  /** The document around the only element of a list, which is a star. */
  const around = (document: unknown): readonly [Run, Run] => {
    const [head, tail] = canonicalJson(document).split('"*"') as [string, string];
    return [
      [head, 1],
      [tail, 1],
    ];
  };
  const list = (document: unknown, ...items: readonly Run[]): readonly Run[] => {
    const [head, tail] = around(document);
    return [head, ...items, tail];
  };
  const repeated = (item: string, times: number): readonly Run[] => [
    [`${item},`, times - 1],
    [item, 1],
  ];
  const withChunks = (chunks: unknown) => ({ ...session.manifest, manifest: { ...manifest, chunks } });
  const entry = canonicalJson(first);
  const spoilt = canonicalJson({ ...first, take: -1 });
  const range = "[0,0]";
  return [
    long(
      "lucid.json: 100 000 ranges",
      "lucid.json",
      list(describe({ chunks: ["*" as never] }), ...repeated(range, 100_000)),
      "descriptor-invalid",
    ),
    long("1 000 checkpoints", "checkpoints.json", list(["*"], ...repeated(canonicalJson(checkpoint), 1_000)), "checkpoint-order"),
    long("an anchor of more values than any has", "anchor.json", list({ a: ["*"] }, ...repeated("0", VALUES)), "format-invalid"),
    long(
      "an anchor of one long text",
      "anchor.json",
      [
        ['{"a":"', 1],
        ["x", UNITS - 2_000_000],
        ['"}', 1],
      ],
      "format-invalid",
    ),
    long(
      "a checkpoint of more values than any has",
      "checkpoints.json",
      list([["*"]], ...repeated("0", VALUES)),
      "format-invalid",
    ),
    long(
      "a checkpoint of one long text",
      "checkpoints.json",
      [
        ['[{"a":"', 1],
        ["x", UNITS],
        ['"}]', 1],
      ],
      "format-invalid",
    ),
    long(
      "a manifest of 4 000 entries",
      "manifest.json",
      list(withChunks(["*"]), ...repeated(entry, ENTRIES)),
      "manifest-signature",
      {
        chunk: 0,
      },
    ),
    long(
      "a manifest with two malformed entries, far from each other",
      "manifest.json",
      list(withChunks(["*"]), [`${entry},`, 2], [`${spoilt},`, 1], [`${entry},`, ENTRIES], [spoilt, 1]),
      "format-invalid",
      { chunk: 2 },
    ),
    long(
      "a manifest with two malformed entries in one piece of it",
      "manifest.json",
      list(withChunks(["*"]), [`${entry},`, 2], [`${spoilt},`, 1], [`${entry},`, 1_000], [spoilt, 1]),
      "format-invalid",
      { chunk: 2 },
    ),
    long(
      "a policy that is nested too deep behind much text",
      "policy.json",
      [
        [`${"[".repeat(32)}${"]".repeat(31)},"`, 1],
        ["x", 300_000],
        [`",${"[".repeat(32)}${"]".repeat(33)}`, 1],
      ],
      "json-too-deep",
    ),
    long("an anchor with a name of 1 048 576 characters", "anchor.json", named(NAME_UNITS), "format-invalid"),
    long("an anchor with a name of one more", "anchor.json", named(NAME_UNITS + 1), "json-not-canonical"),
    bad("a manifest of no entry", putTogether(put("manifest.json", withChunks([]))), "format-invalid"),
    bad("a manifest whose entries are no list", putTogether(put("manifest.json", withChunks({ "0": first }))), "format-invalid"),
    long(
      "a manifest with an unknown field and a malformed entry far behind",
      "manifest.json",
      list({ ...session.manifest, manifest: { ...manifest, chunks: ["*"], note: "" } }, [`${entry},`, ENTRIES], [spoilt, 1]),
      "format-invalid",
      { chunk: ENTRIES },
    ),
    long(
      "a manifest with another owner and a malformed entry far behind",
      "manifest.json",
      list(
        { ...session.manifest, manifest: { ...manifest, owner: "nobody", chunks: ["*"] } },
        [`${entry},`, ENTRIES],
        [spoilt, 1],
      ),
      "format-invalid",
    ),
    bad("a manifest with an entry that is null", putTogether(put("manifest.json", withChunks([first, null]))), "format-invalid", {
      chunk: 1,
    }),
    bad(
      "a manifest with its entries in another place as well",
      putTogether(put("manifest.json", { ...session.manifest, chunks: manifest.chunks })),
      "format-invalid",
    ),
    bad("checkpoints in an object", putTogether(put("checkpoints.json", { a: [checkpoint] })), "format-invalid"),
  ];
}
