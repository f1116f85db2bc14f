import { buildTestSession, bundleBytes } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import type { BundleDescriptor } from "../formats/bundle.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import type { Manifest } from "../formats/manifest.ts";
import { rootOf } from "../merkle/tree.ts";
import { accountTime } from "./time-account.ts";
import type { VerifiedBundle } from "./verdict.ts";
import { verifyBundle } from "./verify-bundle.ts";

const MIN = 60_000;

/** A node that signs whatever it likes of time. */
function timed(
  drafted: Manifest,
  retime: (entry: ChunkEntry) => Partial<ChunkEntry>,
  span: { readonly ended_at_ms?: number } = {},
): Manifest {
  const chunks = drafted.chunks.map((entry) => ({ ...entry, ...retime(entry) }));
  const ended_at_ms = span.ended_at_ms ?? chunks.at(-1)?.ended_at_ms ?? 0;
  const merkle = { ...drafted.merkle, root: rootOf(chunks.map(canonicalBytes)) };
  return { ...drafted, ended_at_ms, created_at_ms: ended_at_ms, chunks, merkle };
}

async function verdictOf(
  edit: (manifest: Manifest) => Manifest,
  { chunks = 6, describe }: { chunks?: number; describe?: (manifest: Manifest) => Partial<BundleDescriptor> } = {},
): Promise<VerifiedBundle> {
  const session = buildTestSession("account", { chunks, chunkBytes: 64, checkpoints: [], edit });
  const content = session.content(describe ? { describe: describe(session.manifest.manifest) } : {});
  const verdict = await verifyBundle(bytesSource(await bundleBytes(content)));
  if (!verdict.verified) throw new Error(`${verdict.code}: ${verdict.detail}`);
  return verdict;
}

const said = ({ headline, proven }: VerifiedBundle): string => [headline, ...proven].join("\n");

describe("the account of time", () => {
  it("adds up to the span", async () => {
    const { facts } = await verdictOf((drafted) => drafted);
    expect(facts.time).toMatchObject({
      spanMs: 60_370,
      recordedMs: 60_000,
      includedMs: 60_000,
      silenceMs: 370,
      silenceCount: 2,
      gapCount: 0,
    });
    expect(facts).toMatchObject({ isComplete: true, silences: [] });
  });

  it("sees half an hour hidden at each end, and claims nothing complete", async () => {
    const hide = (drafted: Manifest): Manifest =>
      timed(
        drafted,
        ({ started_at_ms, ended_at_ms }) => ({ started_at_ms: started_at_ms + 30 * MIN, ended_at_ms: ended_at_ms + 30 * MIN }),
        {
          ended_at_ms: drafted.ended_at_ms + 60 * MIN,
        },
      );
    const verdict = await verdictOf(hide, {
      describe: (manifest) => ({ range_ms: [manifest.started_at_ms, manifest.ended_at_ms] }),
    });
    const { facts } = verdict;
    const hidden = {
      recordedMs: MIN,
      silenceMs: 60 * MIN + 370,
      longestSilenceMs: 30 * MIN + 250,
      isUninterrupted: false,
      isComplete: false,
    };
    expect(facts.time).toMatchObject(hidden);
    expect(facts.range).toMatchObject(hidden);
    expect(facts.silences.map(({ beforeChunk }) => beforeChunk)).toEqual([0, 6]);
    expect(facts.isComplete).toBe(false);
    expect(said(verdict)).toContain("recorded 1 min of 1 h 1 min; 1 h without record or reason, the longest stretch 30 min");
    expect(said(verdict)).not.toMatch(/without a? ?holes?|no interruption|complete as/u);
  });

  it("sums silences that are each too short to be listed: 95 % missing, two seconds at a time", async () => {
    const verdict = await verdictOf(
      (drafted) =>
        timed(drafted, ({ index }) => {
          const started_at_ms = drafted.started_at_ms + index * 2_105;
          return { started_at_ms, ended_at_ms: started_at_ms + 105 };
        }),
      { chunks: 40 },
    );
    const { facts } = verdict;
    expect(facts.silences).toEqual([]);
    expect(facts.time).toMatchObject({
      spanMs: 82_200,
      recordedMs: 4_200,
      silenceMs: 78_000,
      silenceCount: 39,
      longestSilenceMs: 2_000,
    });
    expect(facts.isComplete).toBe(false);
    expect(said(verdict)).toContain("recorded 4.2 s of 1 min 22 s; 1 min 18 s without record or reason");
    expect(said(verdict)).not.toContain("no interruption");
  });

  it("says of a chunk that claims half an hour that it does", async () => {
    const verdict = await verdictOf((drafted) =>
      timed(drafted, ({ index, started_at_ms, ended_at_ms }) => ({
        started_at_ms: started_at_ms + (index > 2 ? 30 * MIN : 0),
        ended_at_ms: ended_at_ms + (index >= 2 ? 30 * MIN : 0),
      })),
    );
    expect(verdict.facts.time).toMatchObject({ silenceMs: 250, longestChunkMs: 30 * MIN + 10_000, isUninterrupted: false });
    expect(verdict.facts.isComplete).toBe(false);
    expect(verdict.notProven.join()).toContain("one chunk claims 30 min 10 s");
  });

  it("is not complete when a chunk is missing, when there was a gap of no length, and when it was cut off", async () => {
    const part = await verdictOf((drafted) => drafted, { describe: () => ({ chunks: [[0, 4]] }) });
    expect(part.facts).toMatchObject({
      isComplete: false,
      time: { includedMs: 50_000, absentMs: 10_000, isUninterrupted: true },
    });
    const stepped = await verdictOf((drafted) =>
      timed(drafted, ({ index, started_at_ms }) => ({
        take: index > 2 ? 1 : 0,
        gap_before:
          index === 3 ? { kind: "recorder_lost", reason: "clock-set: back", from_ms: started_at_ms, to_ms: started_at_ms } : null,
      })),
    );
    expect(stepped.facts).toMatchObject({
      isComplete: false,
      time: { gapMs: 0, gapCount: 1, gapTotals: [{ code: "clock-set", count: 1 }] },
    });
    expect(said(stepped)).toContain("; the node's clock was set, or the machine slept; 250 ms without");
    const cut = await verdictOf((drafted) => ({ ...drafted, end: "interrupted" }));
    expect(cut.facts).toMatchObject({ isComplete: false, isCutOff: true });
    expect(cut.headline).toContain("then it was cut off");
  });

  it("counts within a time range what lies within it", () => {
    const entry = (index: number, started_at_ms: number, ended_at_ms: number): ChunkEntry =>
      ({ index, started_at_ms, ended_at_ms, gap_before: null }) as ChunkEntry;
    const paused = { kind: "paused", reason: "", from_ms: 30, to_ms: 50 } as const;
    const manifest = {
      started_at_ms: 0,
      ended_at_ms: 100,
      chunks: [entry(0, 0, 10), entry(1, 20, 30), { ...entry(2, 60, 90), gap_before: paused }],
    };
    const account = (fromMs: number, toMs: number) =>
      accountTime({ manifest, included: [[1, 1]], redacted: [[2, 2]] }, { fromMs, toMs });
    expect(account(5, 70)).toMatchObject({
      spanMs: 65,
      recordedMs: 25,
      includedMs: 10,
      redactedMs: 10,
      absentMs: 5,
      gapMs: 20,
      gapTotals: [{ kind: "paused", code: null, count: 1, ms: 20 }],
      silenceMs: 20,
      longestSilenceMs: 10,
      isComplete: false,
    });
    expect(account(35, 45)).toMatchObject({ recordedMs: 0, gapMs: 10, silenceMs: 0, isUninterrupted: false });
    expect(account(22, 28)).toMatchObject({ recordedMs: 6, includedMs: 6, gapCount: 0, isComplete: true });
    for (const [from, to] of [
      [0, 100],
      [5, 95],
      [10, 20],
      [90, 100],
    ] as const) {
      const { spanMs, recordedMs, gapMs, silenceMs } = account(from, to);
      expect(recordedMs + gapMs + silenceMs).toBe(spanMs);
    }
  });
});
