import type { ByteSource, Cancellation } from "./byte-source.ts";

/** What is done in each phase, and in what it is counted. */
export type CheckPhase =
  /** Documents are read, twice: bytes. */
  | "reading"
  /** The list of chunks is checked: bytes that are hashed, and entries. */
  | "hashing"
  | "list"
  /** Blocks, transactions and votes are checked: signatures. */
  | "votes"
  /** Parts are compared with what is said of them: bytes. */
  | "parts";

/** Nanoseconds that one unit takes in a page, roughly: they weigh the phases against each other, and nothing else. */
const COST: Readonly<Record<CheckPhase, number>> = { reading: 40, hashing: 20, list: 30_000, votes: 600_000, parts: 3 };

/** How far a check is. */
export interface CheckProgress {
  readonly phase: CheckPhase;
  /** Of all the work, as far as it is known: from 0 to 1, and never less than it was. */
  readonly share: number;
  /** Of all parts, how much has been compared. */
  readonly checkedBytes: number;
  readonly totalBytes: number;
}

/** The work of a check: what there is, what is done, and where it can be stopped. */
export interface Work {
  plan(phase: CheckPhase, units: number): void;
  done(phase: CheckPhase, units: number): void;
  /** Lets others have the thread for a moment, who may want it to end: rejects when the signal was aborted. */
  pause(): Promise<void>;
}

export interface WorkOptions {
  readonly signal?: Cancellation | undefined;
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined;
}

export function createWork(source: ByteSource, { signal, onProgress }: WorkOptions): Work {
  let planned = COST.parts * source.size;
  let worked = 0;
  let share = 0;
  let checkedBytes = 0;
  return {
    plan(phase, units) {
      planned += COST[phase] * units;
    },
    done(phase, units) {
      worked += COST[phase] * units;
      if (phase === "parts") checkedBytes += units;
      share = Math.max(share, Math.min(1, worked / planned));
      onProgress?.({ phase, share, checkedBytes, totalBytes: source.size });
    },
    async pause() {
      signal?.throwIfAborted();
      // No timer is at hand in every place that verifies; a byte of the source is.
      await source.read(0, Math.min(1, source.size));
      signal?.throwIfAborted();
    },
  };
}

/** Goes through the steps of a check, each of which says how many units it was, with a pause after each. */
export async function follow<T>(steps: Generator<number, T>, work: Work, phase: CheckPhase): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    work.done(phase, step.value);
    await work.pause();
  }
}

/** Goes through all steps at once. */
export function finish<T>(steps: Generator<number, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
