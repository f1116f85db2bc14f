import {
  buildTestSession,
  bundleBytes,
  createTestChain,
  type ForgedEvidence,
  type Forgery,
  forgedRecording,
  forgeEvidence,
  putTogether,
  repeated,
  retold,
  type TestSession,
  type TestSessionOptions,
  takeApart,
  weigh,
} from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { isSecondVersion } from "../formats/chunk-entry.ts";
import type { Evidence } from "../formats/evidence.ts";
import type { Manifest } from "../formats/manifest.ts";
import { anchorOf } from "../session/manifest.ts";

/**
 * What somebody can forge who has a node, an owner's wallet and all keys of a network of his own: each signature in these
 * files is right. What he writes in the place of a name is in forger-sentences.test.ts. Rows that are no verdict on a bundle
 * have their tests, of the same names, where they belong: V8 also `lucid verify` and its memory, V9 what opens chunks,
 * V11 what exports, V13 the vectors.
 */

const MIN = 60_000;
const DAY_S = 86_400;
const YEAR_S = 31_557_600;
const SOME_HASH = "5".repeat(64);
const CLEAN: TestSessionOptions = { chunks: 6, chunkBytes: 64, checkpoints: [2, 4] };
const clean = buildTestSession("forger", CLEAN);
const [early, later] = clean.checkpoints as [Evidence, Evidence];
const header = (evidence: Evidence) => evidence.headers[0]!.header;

/** A recording of which the forger has edited the manifest before he signed and anchored it. */
const recorded = (options: TestSessionOptions) => forgedRecording({ ...CLEAN, checkpoints: [], ...options });

const withParts = (parts: Parameters<TestSession["content"]>[0]) => () => bundleBytes(clean.content(parts));
const forged = (evidence: Evidence, changes: ForgedEvidence): Evidence =>
  forgeEvidence(clean.network, clean.node, evidence, changes);

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
  it.each(rows.map((row) => [row.name, row] as const))("%s", async (_name, row) => {
    expect(await weigh(row)).toEqual({ refused: row.refused, unsaid: [], overclaimed: [] });
  });
});
