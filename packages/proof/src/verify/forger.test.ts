import {
  buildTestSession,
  bundleBytes,
  createTestChain,
  type ForgedEvidence,
  forgeEvidence,
  putTogether,
  repeated,
  type TestSession,
  type TestSessionOptions,
  takeApart,
} from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import type { FailureCode } from "../failures.ts";
import { type ChunkEntry, isSecondVersion } from "../formats/chunk-entry.ts";
import type { Evidence } from "../formats/evidence.ts";
import type { Manifest } from "../formats/manifest.ts";
import { rootOf } from "../merkle/tree.ts";
import { anchorOf } from "../session/manifest.ts";
import { type JudgeBundleOptions, judgeBundle } from "./judge-bundle.ts";
import { describeIdentity } from "./pins.ts";

/**
 * What somebody can forge who has a node, an owner's wallet and all keys of a network of his own: each signature in these
 * files is right. Rows that are no verdict on a bundle have their tests, of the same names, where they belong: V8 also
 * `lucid verify` and its memory, V9 what opens chunks, V11 what exports, V13 the vectors.
 */
interface Forgery {
  readonly name: string;
  readonly bytes: () => Promise<Uint8Array>;
  readonly reader?: JudgeBundleOptions;
  /** Code of the refusal; undefined where the forgery is nothing but a claim, which must be told as one. */
  readonly refused?: FailureCode | "node-unexpected" | "owner-unexpected" | "session-unexpected";
  readonly says?: readonly string[];
  readonly neverSays?: RegExp;
}

const MIN = 60_000;
const DAY_S = 86_400;
const YEAR_S = 31_557_600;
const SOME_HASH = "5".repeat(64);
const CLEAN: TestSessionOptions = { chunks: 6, chunkBytes: 64, checkpoints: [2, 4] };
const clean = buildTestSession("forger", CLEAN);
const [early, later] = clean.checkpoints as [Evidence, Evidence];
const header = (evidence: Evidence) => evidence.headers[0]!.header;

/** A recording of which the forger has edited the manifest before he signed and anchored it. */
const recorded = (options: TestSessionOptions, seed = "forger"): (() => Promise<Uint8Array>) => {
  return () => bundleBytes(buildTestSession(seed, { ...CLEAN, checkpoints: [], ...options }).content());
};

const withParts = (parts: Parameters<TestSession["content"]>[0]) => () => bundleBytes(clean.content(parts));
const forged = (evidence: Evidence, changes: ForgedEvidence): Evidence =>
  forgeEvidence(clean.network, clean.node, evidence, changes);

/** Entries with other values, and the manifest around them. */
function retold(manifest: Manifest, change: (entry: ChunkEntry) => Partial<ChunkEntry>, span: Partial<Manifest> = {}): Manifest {
  const chunks = manifest.chunks.map((entry) => ({ ...entry, ...change(entry) }));
  return { ...manifest, chunks, merkle: { ...manifest.merkle, root: rootOf(chunks.map(canonicalBytes)) }, ...span };
}

/** The clean recording, anchored so many seconds after its end. */
async function anchoredAt(seconds: number, options: TestSessionOptions = {}): Promise<Uint8Array> {
  const session = buildTestSession("forger", { ...CLEAN, checkpoints: [], ...options });
  const { manifest } = session.manifest;
  const atS = Math.floor(manifest.ended_at_ms / 1_000) + seconds;
  const chain = createTestChain(session.network);
  const anchor = chain.sign({ type: "session_anchor", data: anchorOf(manifest) }, session.node, atS);
  chain.addBlock(atS, [anchor]);
  chain.addBlock(atS + 1);
  return bundleBytes(session.content({ anchor: chain.evidence(anchor) }));
}

/** Half an hour of silence at each end. */
const hidden = (drafted: Manifest): Manifest => {
  const end = drafted.ended_at_ms + 60 * MIN;
  return retold(
    drafted,
    ({ started_at_ms, ended_at_ms }) => ({ started_at_ms: started_at_ms + 30 * MIN, ended_at_ms: ended_at_ms + 30 * MIN }),
    { ended_at_ms: end, created_at_ms: end },
  );
};

/** A tenth of a second in every two: 95 % of the time is missing, in silences too short to be listed one by one. */
const sparse = (drafted: Manifest): Manifest => {
  const at = (index: number): number => drafted.started_at_ms + index * 2_105;
  const end = at(39) + 105;
  return retold(drafted, ({ index }) => ({ started_at_ms: at(index), ended_at_ms: at(index) + 105 }), {
    ended_at_ms: end,
    created_at_ms: end,
  });
};

/** A gap for which the node gives this reason. */
const reasoned = (reason: string): (() => Promise<Uint8Array>) =>
  recorded({
    pausedBefore: [1],
    edit: (drafted) => retold(drafted, ({ gap_before }) => ({ gap_before: gap_before && { ...gap_before, reason } })),
  });

const CLAIM = "complete\u001b[2J. PROVEN BY THE VERIFIER.";
const network = (weights: readonly number[]): TestSessionOptions => ({ network: { weights } });

/** Chunks that a checkpoint had committed, written anew: the anchor continues a head of the tree as it was. */
const rewritten = (kept: number): (() => Promise<Uint8Array>) => {
  const before = buildTestSession("forger", { ...CLEAN, plain: () => new Uint8Array(64) });
  return recorded({
    anchorVersion: 2,
    checkpoints: [],
    editConsistency: () => ({ size: kept, root: before.rootAt(kept), path: [] }),
  });
};

const junk = (name: string, open: string, item: string, close: string) => async (): Promise<Uint8Array> => {
  const text = Buffer.concat([...repeated(open, item, close, 262_144).pieces()]);
  return putTogether(takeApart(await withParts({})()).map((part) => (part.name === name ? { name, bytes: text } : part)));
};

const forgeries: Readonly<Record<string, readonly Forgery[]>> = {
  "V1: time that was not recorded": [
    {
      name: "half an hour hidden at both ends",
      bytes: recorded({ edit: hidden }),
      says: ["recorded 1 min of 1 h 1 min; 1 h without record or reason, the longest stretch 30 min"],
      neverSays: /without a? ?holes?|no interruption|complete as/u,
    },
    {
      name: "95 % missing, two seconds at a time",
      bytes: recorded({ edit: sparse, chunks: 40 }),
      says: ["recorded 4.2 s of 1 min 22 s; 1 min 18 s without record or reason"],
      neverSays: /without a? ?holes?|no interruption|complete as/u,
    },
  ],
  "V2: a chain that cannot be": [
    {
      name: "two final blocks of one height",
      bytes: withParts({ checkpoints: [early, forged(later, { header: { timestamp: header(later).timestamp + 1 } })] }),
      refused: "chain-conflict",
    },
    {
      name: "heights that rise while times fall",
      bytes: withParts({
        anchor: forged(clean.anchor, { header: { height: 10, previous_hash: SOME_HASH } }),
        checkpoints: [forged(later, { header: { timestamp: header(clean.anchor).timestamp + 1 } })],
      }),
      refused: "chain-conflict",
    },
  ],
  "V3: times that do not fit": [
    {
      name: "a checkpoint a day after the anchor",
      bytes: withParts({
        checkpoints: [
          forged(later, {
            header: {
              height: header(clean.anchor).height + 720,
              slot: header(clean.anchor).slot + 720,
              position: 0,
              epoch: 1,
              timestamp: header(clean.anchor).timestamp + DAY_S,
              previous_hash: SOME_HASH,
            },
            transaction: { sequence: 9, expires_at: header(clean.anchor).timestamp + 2 * DAY_S },
          }),
        ],
      }),
      refused: "checkpoint-late",
    },
    {
      name: "a recording of 1970",
      bytes: recorded({ edit: (drafted) => ({ ...drafted, started_at_ms: 0 }) }),
      refused: "start-before-network",
    },
    {
      name: "anchored ten years late",
      bytes: () => anchoredAt(10 * YEAR_S + DAY_S),
      says: ["That nothing was changed before the block, dated 10 years"],
    },
    {
      name: "anchored before its start",
      bytes: () => anchoredAt(-40, { chunks: 1 }),
      says: ["Times that do not fit: the block is dated", "before the stated start"],
    },
    {
      name: "a clock wrong by 30 years",
      bytes: recorded({ edit: (drafted) => retold(drafted, () => ({ clock_error_ms: 30 * YEAR_S * 1_000 })) }),
      says: ["whose error it states as 30 years at most", "the node's clock may have been wrong by 30 years"],
    },
  ],
  "V3: times that no rule forbids": [
    {
      name: "signed before it ended",
      bytes: recorded({ edit: (drafted) => ({ ...drafted, created_at_ms: drafted.ended_at_ms - 5_000 }) }),
      says: ["it is stated to have been signed 5 s before it ended"],
    },
    {
      name: "an hour between two chunks of which one clock tells half a minute",
      bytes: recorded({
        ...{ version: 2, pausedBefore: [3] },
        edit: (drafted) =>
          retold(drafted, (entry) => {
            if (entry.index < 3 || !isSecondVersion(entry)) return {};
            const { started_monotonic_ms: from, ended_monotonic_ms: to } = entry;
            return { started_monotonic_ms: from + 60 * MIN, ended_monotonic_ms: to + 60 * MIN };
          }),
      }),
      says: ["across a gap two clocks of the node differ by 1 h"],
    },
    {
      name: "in a block of the year 2099",
      bytes: () => anchoredAt(73 * YEAR_S),
      reader: { nowMs: Date.parse("2026-11-29T00:00:00Z") },
      says: ["a block that it holds is dated 72 years"],
    },
    {
      name: "in a file that is older than its blocks",
      bytes: withParts({ describe: { created_at_ms: 0 } }),
      says: ["this file is stated to have been made 56 years"],
    },
  ],
  "V4: another content for the same session": [
    {
      name: "with the checkpoints left out",
      bytes: recorded({ plain: () => new Uint8Array(64) }),
      says: ["no entry of the chain from while it ran, and the chain may hold some that it leaves out"],
      neverSays: /while it ran; none/u,
    },
    { name: "beside the checkpoint of the first one", bytes: rewritten(4), refused: "checkpoint-mismatch" },
    { name: "with another number of chunks", bytes: rewritten(5), refused: "checkpoint-mismatch" },
    {
      name: "without policy and consent",
      bytes: withParts({ policy: undefined, consent: undefined, checkpoints: undefined }),
      says: ["Not here: the policy and the consent text that the owner agreed to", "no entry of the chain from while it ran"],
    },
  ],
  "V5: a network that looks like many": [
    {
      name: "a hundred producers of his own making",
      bytes: recorded(network(Array.from({ length: 100 }, () => 1))),
      says: ["whoever holds 67 of the 100 keys", "different people"],
    },
    {
      name: "one key with 100 of 104 of the weight",
      bytes: recorded(network([100, 1, 1, 1, 1])),
      says: ["the word of one machine"],
      neverSays: /different people/u,
    },
  ],
  "V6: what nobody but the node says": [
    {
      name: "since when it was recorded",
      bytes: recorded({}),
      says: ["The node states: from 2026-01-01T00:01:00Z", "nothing here shows that it was not made earlier"],
      neverSays: /Recorded from/u,
    },
    {
      name: "that chunks were left out on purpose",
      bytes: withParts({ describe: { chunks: [[0, 3]], redacted: [[4, 5]] } }),
      says: ["That they are left out on purpose is the unsigned word of whoever made this file."],
    },
  ],
  "V7: sentences in the place of a name": [
    {
      name: "in encoder, version and the reason of a gap",
      bytes: recorded({
        pausedBefore: [1],
        edit: (drafted) => ({
          ...retold(drafted, ({ gap_before }) => ({ gap_before: gap_before && { ...gap_before, reason: CLAIM } })),
          recorder: { ...drafted.recorder, encoder: CLAIM, version: CLAIM },
        }),
      }),
      says: ['the node wrote: 30 s from 2026-01-01T00:01:10.250Z, "complete\ufffd[2J. PROVEN BY THE VERIFIER.".'],
      neverSays: /(?!\n)\p{Cc}|(?<!"complete\ufffd\[2J\. )PROVEN/u,
    },
    {
      name: "behind an end of the quotation that only looks like one",
      bytes: reasoned("lunch\u275e. It is complete. PROVEN \u02dd\u05f4\u{1f678}\u2057"),
      says: [`"lunch'. It is complete. PROVEN ''''"`],
      neverSays: /[\u275e\u02dd\u05f4\u2057]/u,
    },
    {
      name: "in a script from the right, which moves the figures beside it",
      bytes: reasoned("\u05d0\u05d1 100 \u05d2"),
      says: ['\u2068"\u05d0\u05d1 100 \u05d2"\u2069.'],
      neverSays: /(?<!\u2068)"\u05d0|\u05d2"(?!\u2069)/u,
    },
    {
      name: "with isolates that let it out of ours",
      bytes: reasoned("\u05d0\u2069\u2069 PROVEN \u2068"),
      says: ['\u2068"\u05d0\ufffd\ufffd PROVEN \ufffd"\u2069'],
    },
    {
      name: "pushed to a row of their own by letters that nobody sees",
      bytes: reasoned(`a${"\u3164\u2800\uffa0".repeat(40)}PROVEN`),
      says: [`"a${"\ufffd".repeat(79)}..."`],
      neverSays: /PROVEN/u,
    },
    {
      name: "drawn over the lines around by marks that are piled up",
      bytes: reasoned(`e${"\u0336\u035f".repeat(100)}x`),
      says: ['"e\u0336\u035f\u0336x"'],
    },
    {
      name: "of as many letters as a reason may have",
      bytes: reasoned(`${"A reason. ".repeat(49)}PROVEN.`),
      says: [`"${"A reason. ".repeat(8)}..."`],
      neverSays: /PROVEN/u,
    },
    {
      name: "with lines and markup",
      bytes: reasoned("a\n\nProven:\n  <b>everything</b> <script>alert(1)</script> [x](x)"),
      says: ['"a\ufffd\ufffdProven:\ufffd  <b>everything</b> <script>alert(1)</script> [x](x)"'],
      neverSays: /^\s*Proven:/mu,
    },
    {
      name: "in letters that look like ours",
      bytes: reasoned("VERIF\u0406ED, no \u0456nterrupt\u0456on"),
      says: ['the node wrote: 30 s from 2026-01-01T00:01:10.250Z, "VERIF\u0406ED, no \u0456nterrupt\u0456on".'],
    },
    {
      name: "as a code, and as the name of a number, of version 2",
      bytes: recorded({
        ...{ version: 2, pausedBefore: [1] },
        edit: (drafted) =>
          retold(drafted, ({ gap_before }) => ({
            gap_before: gap_before && {
              ...{ kind: "recorder_lost", from_ms: gap_before.from_ms, to_ms: gap_before.to_ms, note: "PROVEN" },
              ...{ code: "verified-complete", data: { proven_by_all: 1, step_ms: -3_600_000 } },
            },
          })),
      }),
      says: [`"verified-complete: PROVEN (proven_by_all 1)", the node's clock was set back by 1 h`],
      neverSays: /(?<!"verified-complete: )PROVEN|(?<!")verified-complete/u,
    },
    {
      name: "as the name of the network",
      bytes: recorded({ network: { name: "proven-by-all-courts" } }),
      says: ['which calls itself "proven-by-all-courts"'],
      neverSays: /(?<!")proven-by-all/u,
    },
    {
      name: "in a policy that the owner of that wallet agreed to",
      bytes: recorded({ policy: { verdict: "PROVEN BY THE VERIFIER", complete: true } }),
      says: ["policy.json has a form that this verifier does not know"],
      neverSays: /PROVEN/u,
    },
    {
      name: "in the consent text",
      bytes: recorded({ consent: "PROVEN BY THE VERIFIER\u202e\n\nVERIFIED" }),
      says: ["The node states: from"],
      neverSays: /PROVEN|VERIFIED/u,
    },
  ],
  "V8: parts made to cost memory": [
    { name: "a manifest of empty lists", bytes: junk("manifest.json", "[", "[],", "[]]"), refused: "format-invalid" },
    { name: "an anchor of numbers", bytes: junk("anchor.json", "[", "0,", "0]"), refused: "format-invalid" },
    { name: "checkpoints of empty lists", bytes: junk("checkpoints.json", "[", "[],", "[]]"), refused: "format-invalid" },
  ],
  "V10: everything right, and somebody else": [
    { name: "for a reader who expects nobody", bytes: recorded({}), says: ["Consistent in itself; nobody is identified."] },
    {
      name: "for one who expects another node",
      bytes: recorded({}),
      reader: { pins: { nodes: [SOME_HASH] } },
      refused: "node-unexpected",
    },
    {
      name: "for one who expects another owner",
      bytes: recorded({}),
      reader: { pins: { owners: ["TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"] } },
      refused: "owner-unexpected",
    },
    {
      name: "for one who expects another session",
      bytes: recorded({}),
      reader: { pins: { sessions: ["00000000-0000-4000-8000-000000000000"] } },
      refused: "session-unexpected",
    },
    {
      name: "for one who expects another network",
      bytes: recorded({}),
      reader: { pins: { networks: [SOME_HASH] } },
      refused: "network-untrusted",
    },
  ],
  "V12: a reason counted in two ways": [
    {
      name: "500 emoji, which are 1 000 UTF-16 code units",
      bytes: recorded({
        pausedBefore: [1],
        edit: (drafted) =>
          retold(drafted, ({ gap_before }) => ({ gap_before: gap_before && { ...gap_before, reason: "🎩".repeat(500) } })),
      }),
      refused: "format-invalid",
    },
  ],
};

describe.each(Object.entries(forgeries))("a forger with a node of his own, %s", (_row, rows) => {
  it.each(rows.map((row) => [row.name, row] as const))("%s", async (_name, { bytes, reader, refused, says = [], neverSays }) => {
    const judgement = await judgeBundle(bytesSource(await bytes()), reader);
    if (refused !== undefined || !judgement.verified) return expect(judgement).toMatchObject({ verified: false, code: refused });
    const { headline, proven, notProven, identity } = judgement;
    const said = [describeIdentity(identity), headline, ...proven, ...notProven].join("\n");
    for (const sentence of says) expect(said).toContain(sentence);
    if (neverSays !== undefined) expect(said).not.toMatch(neverSays);
    expect(says.length).toBeGreaterThan(0);
  });
});
