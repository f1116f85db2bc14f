import {
  type BundleDescriptor,
  bundleReadme,
  type ChunkEntry,
  canonicalBytes,
  encodeTarHeader,
  type FailureCode,
  sha256Hex,
  utf8,
} from "@lucid/proof";
import { concatBytes } from "@noble/hashes/utils.js";
import { archiveOf, type LoosePart, putTogether } from "../proof/bundle-parts.ts";
import { bundleBytes } from "../proof/test-session.ts";
import { BLOCK, type BundleBench, benchTools, chunkName, ZERO } from "./bundle-bench.ts";
import { malformed } from "./malformed.ts";
import { base64, invalid, type Vector, valid } from "./vector.ts";

/** Documents and texts in a form they may not have, and what lucid.json may not say. */
export function documentBounds(bench: BundleBench): Vector[] {
  const { session } = bench;
  const { bad, put, describe, parts, startOf, endOf } = benchTools(bench);
  const { chunks, started_at_ms, ended_at_ms } = session.manifest.manifest;
  const [first, second] = chunks as [ChunkEntry, ChunkEntry];
  const described = (name: string, changes: Partial<BundleDescriptor>, code: FailureCode, more: object = {}): Vector =>
    bad(name, putTogether(put("lucid.json", describe(changes))), code, more);
  const text = (value: unknown): Uint8Array => canonicalBytes(value);
  const spaced = (value: unknown): Uint8Array => concatBytes(text(value), utf8(" "));
  const many = (name: string, part: string, head: string, each: string, times: number): Vector => {
    const [before, after] = head.split("*") as [string, string];
    const size = before.length + (each.length + 1) * (times - 1) + each.length + after.length;
    return invalid(
      name,
      {
        bundle: "clean",
        splice: {
          at: startOf(part),
          remove: endOf(part) - startOf(part),
          insert: [
            { bytes: base64(concatBytes(encodeTarHeader({ name: part, size }), utf8(before))), times: 1 },
            { bytes: base64(utf8(`${each},`)), times: times - 1 },
            { bytes: base64(utf8(`${each}${after}`)), times: 1 },
            { bytes: ZERO, times: (BLOCK - (size % BLOCK)) % BLOCK },
          ],
        },
      },
      "format-invalid",
    );
  };
  const withPolicy = (changed: readonly LoosePart[]): LoosePart[] =>
    changed.map((part) => (part.name === "policy.json" ? { ...part, bytes: text({ name: "other" }) } : part));
  const descriptorWith = (changes: object): string =>
    new TextDecoder().decode(text({ ...describe({}), ...changes })).replace('"*"', "[*]");
  return [
    ...[...malformed(describe({ range_ms: [started_at_ms, ended_at_ms], redacted: [] }))].map(({ name, document }) =>
      bad(`lucid.json: ${name}`, putTogether(put("lucid.json", document)), "format-invalid"),
    ),
    ...(["chunks", "redacted", "range_ms"] as const).flatMap((name) =>
      [-1, 0].map((at) =>
        bad(
          `lucid.json: ${at === 0 ? "the second" : "the first"} number of ${name} of another form`,
          putTogether(
            put("lucid.json", {
              ...describe({}),
              [name]: name === "range_ms" ? (at === 0 ? [0, -1] : [-1, 0]) : [at === 0 ? [0, -1] : [-1, 0]],
            }),
          ),
          "format-invalid",
        ),
      ),
    ),
    bad("lucid.json: a range of one", putTogether(put("lucid.json", { ...describe({}), chunks: [[0]] })), "format-invalid"),
    bad(
      "lucid.json: a range of three",
      putTogether(put("lucid.json", { ...describe({}), chunks: [[0, 1, 2]] })),
      "format-invalid",
    ),
    many("lucid.json: 100 001 ranges", "lucid.json", descriptorWith({ chunks: "*" }), "[0,0]", 100_001),
    many("lucid.json: 100 001 redacted ranges", "lucid.json", descriptorWith({ redacted: "*" }), "[0,0]", 100_001),
    many("1 001 checkpoints", "checkpoints.json", "[*]", new TextDecoder().decode(text(session.checkpoints[0])), 1_001),
    bad("a README.txt that stops early", putTogether(put("README.txt", utf8(bundleReadme[1].slice(0, 100)))), "readme-changed"),
    bad(
      "a README.txt without its last line feed",
      putTogether(put("README.txt", utf8(bundleReadme[1].slice(0, -1)))),
      "readme-changed",
    ),
    bad("a malformed genesis", putTogether(put("genesis.json", {})), "format-invalid"),
    bad("a genesis with a space", putTogether(put("genesis.json", spaced(session.network.genesis))), "json-not-canonical"),
    bad(
      "a genesis that contradicts itself",
      putTogether(
        put("genesis.json", {
          ...session.network.genesis,
          parameters: { ...session.network.genesis.parameters, slot_duration: 125 },
        }),
      ),
      "genesis-invalid",
    ),
    bad("a malformed manifest", putTogether(put("manifest.json", {})), "format-invalid"),
    bad(
      "a malformed entry",
      putTogether(put("manifest.json", { ...session.manifest, manifest: { ...session.manifest.manifest, chunks: [first, {}] } })),
      "format-invalid",
      { chunk: 1 },
    ),
    bad("a malformed anchor", putTogether(put("anchor.json", {})), "format-invalid"),
    bad("an anchor with a space", putTogether(put("anchor.json", spaced(session.anchor))), "json-not-canonical"),
    bad("malformed checkpoints", putTogether(put("checkpoints.json", {})), "format-invalid"),
    bad("a malformed checkpoint", putTogether(put("checkpoints.json", [{}])), "format-invalid"),
    bad("checkpoints with a space", putTogether(put("checkpoints.json", spaced(session.checkpoints))), "json-not-canonical"),
    bad("a policy with a space", putTogether(put("policy.json", spaced(session.policy))), "json-not-canonical"),
    bad("a policy that is no JSON", putTogether(put("policy.json", utf8("nothing"))), "json-invalid"),
    bad("a consent text that is not UTF-8", putTogether(put("consent.txt", Uint8Array.of(0xff))), "not-utf8"),
    bad(
      "a consent text with a byte order mark",
      putTogether(put("consent.txt", utf8(`\ufeff${session.consent}`))),
      "consent-mismatch",
    ),
    bad(
      "a key envelope that is no age file",
      putTogether(put("keys/0000.age", utf8("-----BEGIN AGE ENCRYPTED FILE-----\n"), chunkName(0))),
      "key-envelope-invalid",
    ),
    bad(
      "a key envelope of another version",
      putTogether(put("keys/0000.age", utf8("age-encryption.org/v2\n"), chunkName(0))),
      "key-envelope-invalid",
    ),
    bad("an empty key envelope", putTogether(put("keys/0000.age", new Uint8Array(0), chunkName(0))), "key-envelope-invalid"),
    bad(
      "SHA256SUMS without its last line",
      archiveOf([
        ...parts,
        {
          name: "SHA256SUMS",
          bytes: utf8(
            parts
              .slice(0, -1)
              .map(({ name, bytes }) => `${sha256Hex(bytes)}  ${name}\n`)
              .join(""),
          ),
        },
      ]),
      "sums-mismatch",
    ),
    bad("an empty SHA256SUMS", archiveOf([...parts, { name: "SHA256SUMS", bytes: new Uint8Array(0) }]), "sums-mismatch"),
    bad(
      "a chunk of another size, and no SHA256SUMS",
      archiveOf(put(chunkName(2), concatBytes(session.containers[2] as Uint8Array, Uint8Array.of(0)))),
      "chunk-size",
      { chunk: 2 },
    ),
    described("another session", { session_id: "00000000-0000-4000-8000-000000000000" }, "descriptor-invalid"),
    described("a chunk that the manifest does not have", { chunks: [[0, 3]] }, "descriptor-invalid"),
    described(
      "ranges that touch",
      {
        chunks: [
          [0, 0],
          [1, 2],
        ],
      },
      "descriptor-invalid",
    ),
    described(
      "ranges in another order",
      {
        chunks: [
          [2, 2],
          [0, 0],
        ],
      },
      "descriptor-invalid",
    ),
    described("a range that runs backwards", { chunks: [[2, 1]] }, "descriptor-invalid"),
    described("a redacted chunk that the manifest does not have", { chunks: [], redacted: [[3, 3]] }, "descriptor-invalid"),
    described(
      "redacted ranges that touch",
      {
        chunks: [],
        redacted: [
          [0, 0],
          [1, 1],
        ],
      },
      "descriptor-invalid",
    ),
    described("a time range that runs backwards", { range_ms: [started_at_ms + 2, started_at_ms + 1] }, "descriptor-invalid"),
    described(
      "a time range that begins before the recording",
      { range_ms: [started_at_ms - 1, ended_at_ms] },
      "descriptor-invalid",
    ),
    described("a time range that ends after the recording", { range_ms: [started_at_ms, ended_at_ms + 1] }, "descriptor-invalid"),
    described(
      "a time range whose last millisecond is in a chunk that is not there",
      { chunks: [[0, 0]], range_ms: [started_at_ms, second.started_at_ms] },
      "range-incomplete",
      { chunk: 1 },
    ),
    described(
      "a time range whose first millisecond is in a chunk that is not there",
      { chunks: [[1, 2]], range_ms: [first.ended_at_ms, ended_at_ms] },
      "range-incomplete",
      { chunk: 0 },
    ),
    described("every chunk both present and redacted", { redacted: [[0, 2]] }, "descriptor-invalid", { chunk: 0 }),
    described(
      "a time range of which no chunk is there",
      { chunks: [], range_ms: [started_at_ms, ended_at_ms] },
      "range-incomplete",
      { chunk: 0 },
    ),
    bad(
      "two faults: a key envelope that is no age file decides before the policy",
      putTogether(withPolicy(put("keys/0000.age", utf8("age-encryption.org/v2\n"), chunkName(0)))),
      "key-envelope-invalid",
    ),
    bad(
      "two faults: a consent text that is not UTF-8 decides before the policy",
      putTogether(withPolicy(put("consent.txt", Uint8Array.of(0xc0, 0x80)))),
      "not-utf8",
    ),
    described(
      "two faults: redacted decides before the time range",
      { redacted: [[0, 0]], range_ms: [5, 1] },
      "descriptor-invalid",
      { chunk: 0 },
    ),
  ];
}

/** What descriptions of a bundle may say. */
export async function describedBundles(bench: BundleBench): Promise<Vector[]> {
  const { session, input } = bench;
  const { chunks, started_at_ms, ended_at_ms } = session.manifest.manifest;
  const [first, second] = chunks as [ChunkEntry, ChunkEntry];
  const good = async (name: string, changes: Partial<BundleDescriptor>, expected: object): Promise<Vector> =>
    valid(
      name,
      input(await bundleBytes(session.content({ describe: changes }))),
      bench.facts(session, expected) as Vector["expect"],
    );
  return [
    await good(
      "the middle chunk of three",
      { chunks: [[1, 1]] },
      {
        included: [[1, 1]],
        absent: [
          [0, 0],
          [2, 2],
        ],
      },
    ),
    await good(
      "the first and the last chunk of three",
      {
        chunks: [
          [0, 0],
          [2, 2],
        ],
      },
      {
        included: [
          [0, 0],
          [2, 2],
        ],
        absent: [[1, 1]],
      },
    ),
    await good("everything redacted", { chunks: [], redacted: [[0, 2]] }, { included: [], redacted: [[0, 2]] }),
    await good("the whole time of the recording", { range_ms: [started_at_ms, ended_at_ms] }, {}),
    await good(
      "a moment",
      { chunks: [[0, 0]], range_ms: [first.started_at_ms, first.started_at_ms] },
      { included: [[0, 0]], absent: [[1, 2]] },
    ),
    await good(
      "a time range behind the first chunk",
      { chunks: [[1, 2]], range_ms: [second.started_at_ms + 1, ended_at_ms] },
      { included: [[1, 2]], absent: [[0, 0]] },
    ),
    await good(
      "a time range before the second chunk",
      { chunks: [[0, 0]], range_ms: [started_at_ms, second.started_at_ms - 1] },
      { included: [[0, 0]], absent: [[1, 2]] },
    ),
  ];
}
