import {
  type BlockRef,
  type ChunkEntryV1,
  type ChunkEntryV2,
  type CodedGap,
  canonicalBytes,
  canonicalJson,
  type FailureCode,
  type Manifest,
  manifestHash,
  merkle,
} from "@lucid/proof";
import { bytesToHex } from "@noble/hashes/utils.js";
import { buildTestSession, type TestSession, type TestSessionOptions } from "../proof/test-session.ts";
import { malformed } from "./malformed.ts";
import { invalid, type Vector, valid } from "./vector.ts";

const ZEROS = "00".repeat(32);
const ONES = "11".repeat(32);

/** Entries with monotonic times, a gap as a code, and a block before them. */
export function secondEntryVectors(session: object, first: ChunkEntryV1, next: ChunkEntryV1): Vector[] {
  const one: ChunkEntryV2 = {
    ...{ ...first, gap_before: null },
    version: 2,
    started_monotonic_ms: 250,
    ended_monotonic_ms: 10_250,
    after: { height: 7, hash: ZEROS },
    video: null,
  };
  const two: ChunkEntryV2 = {
    ...{ ...next, gap_before: null },
    version: 2,
    started_monotonic_ms: 10_250,
    ended_monotonic_ms: 20_150,
    after: { height: 8, hash: ONES },
    video: "cd".repeat(32),
  };
  const gap: CodedGap = {
    kind: "recorder_lost",
    ...{ code: "clock-set", data: { step_ms: 3_600_000 }, note: "" },
    ...{ from_ms: first.ended_at_ms, to_ms: first.ended_at_ms + 3_600_000 },
  };
  const set: ChunkEntryV2 = {
    ...two,
    take: 1,
    gap_before: gap,
    ...{ started_at_ms: gap.to_ms, ended_at_ms: gap.to_ms + 9_900 },
  };
  const paused: CodedGap = { ...gap, kind: "paused", code: null, data: null, note: "lunch" };
  const accept = (name: string, changes: Partial<ChunkEntryV2>, from = two, previous: ChunkEntryV2 | null = one): Vector => {
    const entry = { ...from, ...changes };
    const leaves = (previous === null ? [entry] : [previous, entry]).map(canonicalBytes);
    const leaf = { leaf_data: canonicalJson(entry), leaf_hash: bytesToHex(merkle.leafHash(canonicalBytes(entry))) };
    return valid(`version 2: ${name}`, { session, previous, entry }, { ...leaf, root: merkle.rootOf(leaves) });
  };
  const refuse = (name: string, code: FailureCode, changes: object, from: object = two, previous: object | null = one): Vector =>
    invalid(
      `version 2: ${name}`,
      { session, previous, entry: { ...from, ...changes } },
      code,
      code === "format-invalid" ? {} : { chunk: previous === null ? 0 : 1 },
    );
  const coded = (changes: object) => ({ gap_before: { ...gap, ...changes } });
  const numbers = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, index]));
  return [
    accept("a first entry", {}, one, null),
    accept("the next one of the same take", {}),
    accept("the same block as before", { after: one.after }),
    accept("no block is known", { after: null }, one, null),
    accept("a first block after none", {}, two, { ...one, after: null }),
    accept("spans that differ by a tenth of a second", { ended_monotonic_ms: two.ended_monotonic_ms + 100 }),
    accept("a pause between two chunks that differs by a tenth of a second", {
      ...{ started_monotonic_ms: 10_350, ended_monotonic_ms: 20_250 },
    }),
    accept("a chunk of no length", { ended_at_ms: two.started_at_ms, ended_monotonic_ms: two.started_monotonic_ms }),
    accept("the clock was set forward by an hour, as the gap says", {}, set),
    accept("a pause with the words of who paused", { gap_before: paused }, set),
    accept("a step back as a number", coded({ data: { step_ms: -3_600_000 } }), set),
    accept("a code that no list holds", coded({ code: "power-failure", data: null }), set),
    accept("no video that can be committed to", { video: null }),
    accept("eight numbers", coded({ data: numbers(8) }), set),
    refuse("an entry of version 1 after it", "chunk-order", {}, next),
    refuse("an entry of version 1 before it", "chunk-order", {}, two, first),
    refuse("monotonic times that overlap", "chunk-times", { started_monotonic_ms: 10_249, ended_monotonic_ms: 20_149 }),
    refuse("a monotonic end before the start", "chunk-times", { started_monotonic_ms: 20_151 }),
    refuse("a monotonic end a millisecond before the start of a chunk of no length", "chunk-times", {
      ...{ ended_at_ms: two.started_at_ms, ended_monotonic_ms: two.started_monotonic_ms - 1 },
    }),
    refuse("longer by the monotonic clock", "chunk-times", { ended_monotonic_ms: two.ended_monotonic_ms + 101 }),
    refuse("shorter by the monotonic clock", "chunk-times", { ended_monotonic_ms: two.ended_monotonic_ms - 101 }),
    refuse("monotonic time that is missing between two chunks of a take", "chunk-times", {
      ...{ started_monotonic_ms: 10_351, ended_monotonic_ms: 20_251 },
    }),
    refuse("the clock set within a take", "chunk-times", {
      ...{ started_at_ms: two.started_at_ms + 101, ended_at_ms: two.ended_at_ms + 101 },
    }),
    refuse("an earlier block than the entry before names", "after-mismatch", { after: { height: 6, hash: ZEROS } }),
    refuse("another block of the same height", "after-mismatch", { after: { height: 7, hash: ONES } }),
    refuse("no block after one was known", "after-mismatch", { after: null }),
    refuse("a gap in free text", "format-invalid", coded({ reason: "clock-set: an hour" }), set),
    refuse("a code in upper case", "format-invalid", coded({ code: "CLOCK-SET" }), set),
    refuse("a code of 33 characters", "format-invalid", coded({ code: "c".repeat(33) }), set),
    refuse("a text among the numbers", "format-invalid", coded({ data: { step: "an hour" } }), set),
    refuse("a fraction among the numbers", "format-invalid", coded({ data: { step_ms: 0.5 } }), set),
    refuse("a number with a name in upper case", "format-invalid", coded({ data: { Step: 1 } }), set),
    refuse("nine numbers", "format-invalid", coded({ data: numbers(9) }), set),
    refuse("a note of 501 characters", "format-invalid", coded({ note: "n".repeat(501) }), set),
    ...[...malformed(set, ["data"])]
      .filter(({ name }) => !["gap_before.note of another form", "a field too many in gap_before"].includes(name))
      .map(({ name, document }) => refuse(name, "format-invalid", {}, document as object)),
    refuse("a note as a number", "format-invalid", coded({ note: 7 }), set),
    refuse("no monotonic end", "format-invalid", { ended_monotonic_ms: null }),
    refuse("a block without a hash", "format-invalid", { after: { height: 8 } }),
    refuse("a commitment to a video in upper case", "format-invalid", { video: "CD".repeat(32) }),
    refuse("no word of the video", "format-invalid", { video: undefined }),
    refuse("version 3", "format-invalid", { version: 3 }),
    refuse("the fields of version 2 without its number", "format-invalid", { version: undefined }),
  ].map(withoutUndefined);
}

/** A vector is JSON: a field that is undefined is none. */
const withoutUndefined = (vector: Vector): Vector => JSON.parse(JSON.stringify(vector));

/** Sessions of the second version, made with changes and signed. */
export function secondManifestVectors(seed: string, options: TestSessionOptions, first: Manifest): Vector[] {
  const made = (more: Partial<TestSessionOptions> = {}) => buildTestSession(seed, { ...options, version: 2, ...more });
  const input = (session: TestSession): Vector["input"] => ({ genesis: "main", manifest: session.manifest });
  const session = made();
  const { manifest } = session.manifest;
  const editing = (changes: object) => input(made({ checkpoints: [], edit: (drafted) => ({ ...drafted, ...changes }) }));
  const entryAt = (index: number, changes: Partial<ChunkEntryV2>) =>
    input(made({ checkpoints: [], editEntry: (entry) => (entry.index === index ? { ...entry, ...changes } : entry) }));
  const elsewhere: BlockRef = { height: 0, hash: ONES };
  const [one, ...others] = manifest.chunks;
  return [
    valid("version 2: a session of three chunks and one pause", input(session), {
      manifest_hash: manifestHash(manifest),
      merkle_root: manifest.merkle.root,
    }),
    valid("version 2: a later block in the manifest than in its last entry", editing({ after: { height: 3, hash: ONES } })),
    ...[...malformed(session.manifest, ["chunks"])].map(({ name, document }) =>
      invalid(`version 2: ${name}`, { genesis: "main", manifest: document }, "format-invalid"),
    ),
    invalid(
      "version 2: an empty list of chunks",
      { genesis: "main", manifest: { ...session.manifest, manifest: { ...manifest, chunks: [] } } },
      "format-invalid",
    ),
    invalid("version 2: no salt", editing({ salt: null }), "format-invalid"),
    invalid("version 2: a salt of 31 bytes", editing({ salt: "ab".repeat(31) }), "format-invalid"),
    invalid(
      "version 2: an entry of version 1 in the list",
      editing({ chunks: [one, ...first.chunks.slice(1)] }),
      "format-invalid",
      {
        chunk: 1,
      },
    ),
    invalid(
      "version 2: its entries in a manifest of version 1",
      input(made({ edit: (drafted) => ({ ...first, chunks: drafted.chunks }) })),
      "format-invalid",
      { chunk: 0 },
    ),
    invalid("version 2: its fields in a manifest of version 1", editing({ version: 1, chunks: first.chunks }), "format-invalid"),
    invalid("version 2: no block although its entries name one", editing({ after: null }), "after-mismatch"),
    invalid("version 2: the genesis of another network", editing({ after: elsewhere }), "after-mismatch"),
    invalid(
      "version 2: the genesis of another network, and entries that name no block",
      input(
        made({
          checkpoints: [],
          editEntry: (entry) => ({ ...entry, after: null }),
          edit: (drafted) => ({ ...drafted, after: elsewhere }),
        }),
      ),
      "after-mismatch",
    ),
    invalid(
      "version 2: entries that name the genesis of another network",
      input(
        made({
          checkpoints: [],
          editEntry: (entry) => ({ ...entry, after: elsewhere }),
          edit: (drafted) => ({ ...drafted, after: { height: 1, hash: ONES } }),
        }),
      ),
      "after-mismatch",
      { chunk: 0 },
    ),
    invalid(
      "version 2: an earlier block in the manifest than in its last entry",
      input(
        made({
          checkpoints: [],
          editEntry: (entry) => ({ ...entry, after: { height: 5, hash: ONES } }),
          edit: (drafted) => ({ ...drafted, after: { height: 4, hash: ONES } }),
        }),
      ),
      "after-mismatch",
    ),
    invalid("version 2: a clock set within a take", entryAt(1, { ended_monotonic_ms: 21_400 }), "chunk-times", { chunk: 1 }),
    invalid("version 2: two chunks exchanged", editing({ chunks: [...others, one] }), "chunk-order", { chunk: 0 }),
    ...grantVectors(made, input, first),
  ];
}

/** Grants that name a block, and entries that go on from it or do not. */
function grantVectors(
  made: (more: Partial<TestSessionOptions>) => TestSession,
  input: (session: TestSession) => Vector["input"],
  first: Manifest,
): Vector[] {
  const block: BlockRef = { height: 5, hash: ONES };
  const naming = (after: BlockRef | null) => ({
    checkpoints: [],
    editEntry: (entry: ChunkEntryV2) => ({ ...entry, after }),
    edit: (drafted: Manifest) => ({ ...drafted, after }),
  });
  const granted = (grantAfter: BlockRef, after: BlockRef | null) => made({ grantAfter, ...naming(after) });
  const session = granted(block, block);
  const { grant } = session.manifest.manifest;
  const elsewhere = { height: 0, hash: ONES };
  return [
    valid("version 2: a grant that names the block of the first entry", input(session)),
    valid(
      "version 2: a grant that names an earlier block than the first entry",
      input(granted({ height: 4, hash: ZEROS }, block)),
    ),
    valid("version 2: a grant that names the genesis", input(granted({ height: 0, hash: first.network }, block))),
    invalid("version 2: a grant of the genesis of another network", input(granted(elsewhere, block)), "after-mismatch"),
    invalid(
      "version 2: a later block in the grant than in the first entry",
      input(granted({ height: 6, hash: ONES }, block)),
      "after-mismatch",
    ),
    invalid(
      "version 2: another block of that height in the grant",
      input(granted({ height: 5, hash: ZEROS }, block)),
      "after-mismatch",
    ),
    invalid("version 2: a block in the grant, and none in the entries", input(granted(block, null)), "after-mismatch"),
    invalid(
      "a grant that names a block in a manifest of version 1",
      input(made({ edit: () => ({ ...first, grant }) })),
      "format-invalid",
    ),
    invalid(
      "version 2: null as the block of a grant",
      {
        genesis: "main",
        manifest: {
          ...session.manifest,
          manifest: { ...session.manifest.manifest, grant: { ...grant, terms: { ...grant.terms, after: null } } },
        },
      },
      "format-invalid",
    ),
    ...[...malformed(grant.terms)]
      .filter(({ name }) => name.includes("after"))
      .map(({ name, document }) =>
        invalid(
          `version 2: ${name} of a grant`,
          {
            genesis: "main",
            manifest: { ...session.manifest, manifest: { ...session.manifest.manifest, grant: { ...grant, terms: document } } },
          },
          "format-invalid",
        ),
      ),
  ];
}
