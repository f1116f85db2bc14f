import { createHash } from "node:crypto";
import { pipelineErrors } from "@lucid/contract";
import { createSeededRandom, createTestClock, createTestSupervisor, type SeededRandom } from "@lucid/foundation/testing";
import { type ChunkEntry, type CodedGap, checkEntry } from "@lucid/proof";
import { afterAll, expect, it } from "vitest";
import type { Sealer } from "../sealer/sealer.ts";
import { createMemoryChunkStore } from "../store/create-memory-chunk-store.ts";
import { createSimulatedCapture } from "../testing/simulated-capture.ts";
import { createTestLog } from "../testing/test-fixtures.ts";
import type { RecorderSummary } from "./recorder.ts";
import { startRecorder } from "./start-recorder.ts";

/** Schedules; a night has more: `LUCID_GAP_SCHEDULES`. */
const SCHEDULES = Number(process.env["LUCID_GAP_SCHEDULES"] ?? 1_000);
/** Schedules of one test. */
const TOGETHER = 100;
const FRESH = process.env["LUCID_GAP_SEED"] ?? String(Date.now());
const EPOCH = 1_763_600_000_000;
const SESSION = "0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3";
const SLICE_MS = 200;
/** A picture is shown for so long at most, in the record. */
const STALL_MS = 2_000;
/** From a fault to the picture that shows it, and back: the longest of two pictures, and a fragment that is lost. */
const NEAR_MS = 2_600;
/** A recorder that hands nothing over for eight seconds is killed; its last fragment may be one and a half older than the standstill. */
const MAY_BE_STUCK_MS = 6_500;
/** The recorder looks at the machine's clock at least this often. */
const UNSEEN_MS = 250;
const HOUR = 3_600_000;

type Kind = "encoder" | "display" | "recorder" | "crash" | "refusal" | "pause" | "step" | "sleep" | "store";
const KINDS: readonly Kind[] = ["encoder", "display", "recorder", "crash", "pause", "step", "sleep", "store"];
const STALLS: readonly Kind[] = ["encoder", "display", "recorder"];

/** What was done to a recording, on the clock that nobody can set. */
interface Fault {
  readonly kind: Kind;
  readonly fromMs: number;
  toMs: number;
  /** How long something stood still or slept, or how far the clock jumped. */
  readonly ms: number;
  /** Whether pictures were taken when it began. */
  readonly isTaking: boolean;
}

const settle = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Hashes, and nothing else: what is sealed is tested elsewhere. */
function createHashingSealer(): Sealer {
  const timings = { compressionMs: 0, encryptionMs: 0, hashingMs: 0 };
  return {
    async seal({ plain, suite }) {
      const container = new Uint8Array(plain.length + 120);
      container.set(plain);
      const sha256 = createHash("sha256").update(container).digest("hex");
      const size = container.length;
      return {
        ...{ container: container.buffer, codec: "none", suite, plainSize: plain.length, compressedSize: plain.length, size },
        ...{ sha256, timings, video: null },
      };
    },
    gauges: () => expect.fail("nobody asks"),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** Plays one schedule of faults and returns what was recorded beside what was true. */
async function play(seed: string) {
  const random = createSeededRandom(seed);
  const clock = createTestClock(EPOCH);
  const capture = createSimulatedCapture(clock, random.fork("pictures"));
  const memory = createMemoryChunkStore();
  let isFull = false;
  const store: typeof memory = {
    ...memory,
    async put(...chunk) {
      if (isFull) throw pipelineErrors.STORE_FULL();
      await memory.put(...chunk);
    },
  };
  const entries: ChunkEntry[] = [];
  const faults: Fault[] = [];
  const starting = startRecorder(
    { clock, log: createTestLog(), supervisor: createTestSupervisor(clock), sealer: createHashingSealer(), store, capture },
    { sessionId: SESSION, dataKey: new Uint8Array(32), codec: "none" },
    {
      onChunk: (entry) => void entries.push(entry),
      onStorageTrouble: () => void (isBlocked = true),
      onStorageBack: () => void (isBlocked = false),
    },
  );
  let deliveredAt = 0;
  let deliveredCount = 0;
  let isPaused = false;
  let isBlocked = false;
  let recorder: Awaited<typeof starting> | undefined;

  async function pass(ms: number): Promise<void> {
    for (const end = clock.elapsed() + ms; clock.elapsed() < end; ) {
      clock.advance(Math.min(SLICE_MS, end - clock.elapsed()));
      await settle();
      if (capture.delivered.length > deliveredCount || isPaused || isBlocked) deliveredAt = clock.elapsed();
      deliveredCount = capture.delivered.length;
      // Whoever types is held back while nothing is recorded.
      if (recorder && clock.elapsed() - deliveredAt > STALL_MS + 2 * SLICE_MS + 250)
        expect(recorder.status().state, `${seed} at ${clock.elapsed()}: ${JSON.stringify(faults)}`).not.toBe("recording");
    }
  }
  const during = async (kind: Kind, ms: number, work: () => Promise<void>): Promise<void> => {
    const fault: Fault = { kind, fromMs: clock.elapsed(), toMs: clock.elapsed(), ms, isTaking: capture.isTaking };
    faults.push(fault);
    await work();
    fault.toMs = clock.elapsed();
  };

  /** Something else may happen before it is over. */
  async function disturb(kind: Kind, chance: SeededRandom, depth: number): Promise<void> {
    const lasting = 300 + chance.below(10_000);
    const meanwhile = async (): Promise<void> => {
      const first = chance.below(lasting);
      await pass(first);
      if (depth > 0 && chance.below(2) === 0) await disturb(chance.pick(KINDS), chance, depth - 1);
      await pass(lasting - first);
    };
    switch (kind) {
      case "encoder":
      case "display":
        if (!capture.isTaking) return;
        return during(kind, lasting, () => {
          capture.stall(kind, lasting);
          return meanwhile();
        });
      case "recorder":
        return during(kind, lasting, async () => {
          clock.freeze(lasting);
          await settle();
          deliveredAt = clock.elapsed();
        });
      case "crash":
        if (!capture.isTaking) return;
        return during(kind, 0, async () => {
          capture.refuse(chance.below(4));
          capture.crash();
          // Its end is heard of before any time passes.
          await settle();
          await pass(chance.below(3_000));
        });
      case "refusal":
        return capture.refuse(chance.below(4));
      case "pause":
        if (isPaused) return;
        return during(kind, 0, async () => {
          const pausing = recorder?.pause("lunch");
          isPaused = true;
          await meanwhile();
          const resuming = recorder?.resume();
          void resuming?.then(
            () => (isPaused = false),
            () => (isPaused = false),
          );
          while (isPaused) await pass(SLICE_MS);
          await pausing;
        });
      case "step": {
        const ms = chance.pick([-HOUR, -5_000, 5_000, HOUR]);
        return during(kind, ms, async () => clock.setNow(clock.now() + ms));
      }
      case "sleep":
        return during(kind, lasting, async () => clock.suspend(lasting));
      case "store":
        if (isPaused || isFull) return;
        return during(kind, 0, async () => {
          isFull = true;
          while (!isBlocked) await pass(SLICE_MS);
          await meanwhile();
          const refusals = chance.below(5);
          isFull = false;
          await during("refusal", refusals, async () => {
            capture.refuse(refusals);
            while (isBlocked) await pass(SLICE_MS);
          });
        });
    }
  }

  void starting.then((ready) => (recorder = ready));
  while (!recorder) await pass(SLICE_MS);
  deliveredAt = clock.elapsed();
  for (let count = 1 + random.below(4); count > 0; count -= 1) {
    await pass(random.below(6_000));
    await disturb(random.pick(KINDS), random, 2);
  }
  // The last fault is over, and a picture shows it.
  for (let calm = 0; calm < 8_000; calm = recorder.status().state === "recording" ? calm + SLICE_MS : 0) await pass(SLICE_MS);
  let summary: RecorderSummary | undefined;
  void recorder.stop().then((last) => (summary = last));
  while (!summary) await pass(SLICE_MS);
  return { entries, faults, delivered: capture.delivered };
}

type Played = Awaited<ReturnType<typeof play>>;

const CODES: Readonly<Record<Kind, string>> = {
  encoder: "encoder-stalled",
  display: "display-silent",
  recorder: "recorder-stopped",
  crash: "recorder-ended",
  refusal: "recorder-ended",
  pause: "paused",
  step: "clock-set",
  sleep: "machine-slept",
  store: "storage-blocked",
};
const NUMBERS: Readonly<Record<string, string>> = { step_ms: "clock-set", slept_ms: "machine-slept" };

/** Every reason that a gap gives, as its code. */
function reasonsOf(gap: CodedGap): string[] {
  const named = Object.keys(gap.data ?? {}).map((name) => NUMBERS[name] ?? name.replaceAll("_", "-"));
  return [...new Set([gap.code ?? gap.kind, ...named])];
}

const gapsOf = (entries: readonly ChunkEntry[]) =>
  entries.flatMap((entry, index) => {
    const gap = entry.gap_before as CodedGap | null;
    const from = entries[index - 1]?.ended_monotonic_ms ?? 0;
    return gap ? [{ gap, fromMs: from, toMs: entry.started_monotonic_ms ?? 0, reasons: reasonsOf(gap) }] : [];
  });

/** The verifier takes it, and between two chunks there is a gap or nothing. */
function expectVerified({ entries }: Played): void {
  for (const [index, entry] of entries.entries()) {
    const before = entries[index - 1];
    expect(checkEntry(entry, before, { session_id: SESSION, started_at_ms: EPOCH })).toMatchObject({ ok: true });
    if (!before) continue;
    const from = entry.gap_before?.from_ms ?? before.ended_at_ms;
    const to = entry.gap_before?.to_ms ?? before.ended_at_ms;
    expect([from, to]).toEqual([before.ended_at_ms, entry.started_at_ms]);
  }
}

/** Time without a picture is in no chunk. */
function expectNoHiddenTime({ entries, delivered }: Played): void {
  const shown = [...delivered, Number.POSITIVE_INFINITY];
  let before = Number.NEGATIVE_INFINITY;
  for (const picture of shown) {
    const dark = { from: before + STALL_MS + 2, to: picture };
    before = picture;
    if (dark.from >= dark.to) continue;
    for (const { started_monotonic_ms: from = 0, ended_monotonic_ms: to = 0 } of entries)
      expect(Math.min(to, dark.to) - Math.max(from, dark.from)).toBeLessThanOrEqual(0);
  }
}

/** No gap where nothing happened, and no reason that there was not. */
function expectNoFalseGap({ entries, faults }: Played): void {
  for (const { gap, fromMs, toMs, reasons } of gapsOf(entries)) {
    const near = faults.filter((fault) => fault.fromMs <= toMs + NEAR_MS && fault.toMs >= fromMs - NEAR_MS);
    const kinds = near.map(({ kind }) => CODES[kind]);
    // A recorder that stands still for eight seconds is killed, and then it ended.
    const stoodMs = near.reduce((sum, { kind, ms }) => sum + (STALLS.includes(kind) ? ms : 0), 0);
    if (stoodMs > MAY_BE_STUCK_MS) kinds.push("recorder-stuck", "recorder-ended");
    expect(kinds, JSON.stringify(gap)).toEqual(expect.arrayContaining(reasons));
  }
}

/** What happened is said, with how far the clock jumped. */
function expectToldFaults({ entries, faults, delivered }: Played): void {
  const gaps = gapsOf(entries);
  const isAlone = (fault: Fault) =>
    faults.every((other) => other === fault || other.fromMs > fault.toMs + NEAR_MS || other.toMs < fault.fromMs - NEAR_MS);
  // A clock that was set back again before anybody looked at it changed nothing.
  const isUndone = (fault: Fault) =>
    fault.kind === "step" &&
    faults.some((other) => other.kind === "step" && other.ms === -fault.ms && Math.abs(other.fromMs - fault.fromMs) <= UNSEEN_MS);
  for (const fault of faults) {
    if (isUndone(fault)) continue;
    const { kind, fromMs, toMs, ms, isTaking } = fault;
    const isStall = STALLS.includes(kind);
    // What ends while it is being stopped anyway is not told apart.
    const isStopping = faults.some(
      (other) => ["pause", "store"].includes(other.kind) && other.fromMs <= fromMs && other.toMs > fromMs,
    );
    const always = kind === "pause" || (kind === "crash" && !isStopping) || kind === "step" || kind === "sleep";
    if (!always && !(isAlone(fault) && (!isStall || (isTaking && ms > STALL_MS + 1_100)))) continue;
    const near = gaps.filter((gap) => gap.fromMs <= toMs + NEAR_MS && gap.toMs >= fromMs - NEAR_MS);
    const told = near.flatMap(({ reasons }) => reasons);
    expect(told, JSON.stringify({ fault, near })).toContain(CODES[kind]);
  }
  const sumOf = (name: string) => gaps.reduce((sum, { gap }) => sum + (gap.data?.[name] ?? 0), 0);
  const jumped = (kind: Kind) => faults.reduce((sum, fault) => sum + (fault.kind === kind ? fault.ms : 0), 0);
  expect(sumOf("step_ms")).toBe(jumped("step"));
  expect(sumOf("slept_ms")).toBe(jumped("sleep"));
  expect(delivered.length).toBeGreaterThan(0);
}

/** What was done to all recordings, and what they say of it. */
const counted = new Map<string, number>();
function count(what: string, times = 1): void {
  counted.set(what, (counted.get(what) ?? 0) + times);
}
if (process.env["LUCID_GAP_SCHEDULES"] !== undefined)
  afterAll(() => {
    process.stdout.write(`${[...counted].map(([what, times]) => `${times} ${what}`).join(", ")}\n`);
  });

async function expectTrue(seed: string): Promise<void> {
  const played = await play(seed);
  count("schedules");
  for (const { kind } of played.faults) count(`faults: ${kind}`);
  count("chunks", played.entries.length);
  count("gaps", played.entries.filter(({ gap_before }) => gap_before).length);
  try {
    expectVerified(played);
    expectNoHiddenTime(played);
    expectNoFalseGap(played);
    expectToldFaults(played);
  } catch (cause) {
    throw new Error(
      `Schedule ${seed}: ${cause instanceof Error ? cause.message : String(cause)}\n${JSON.stringify(played.faults)}`,
      {
        cause,
      },
    );
  }
}

it.each(Array.from({ length: Math.ceil(SCHEDULES / TOGETHER) }, (_, part) => part * TOGETHER))(
  "records no time without a picture, no false gap and every fault, in schedules %i and following",
  async (from) => {
    for (let schedule = from; schedule < Math.min(from + TOGETHER, SCHEDULES); schedule += 1)
      await expectTrue(`gaps ${schedule}`);
  },
);

it(`does so in schedules that no run has had before (LUCID_GAP_SEED=${FRESH})`, async () => {
  for (let schedule = 0; schedule < TOGETHER / 2; schedule += 1) await expectTrue(`gaps ${FRESH} ${schedule}`);
});
