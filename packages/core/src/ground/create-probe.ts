import type { Clock } from "@lucid/foundation";
import { reasonOf } from "./data-folder.ts";

/** What was found out is believed for this long: whoever asks for health more often costs no more. */
const BELIEVED_MS = 30_000;
/** A failure is looked at again sooner, so that what was mended shows. */
const FAILURE_BELIEVED_MS = 3_000;
/** A disk that answers later than this does not answer. */
const PATIENCE_MS = 5_000;

export interface ProbeFinding {
  /** Why it failed; undefined when it worked. */
  readonly failure: string | undefined;
  /** When it last worked; null where it has not yet. */
  readonly last_success: string | null;
}

/** Whether something works, found out by doing it. */
export interface Probe {
  look(): Promise<ProbeFinding>;
  /** It has just worked for somebody: there is no need to try. */
  worked(): void;
}

/** `attempt` is made when somebody asks and the last finding is too old, and never twice at once. */
export function createProbe(clock: Clock, attempt: () => void | Promise<void>): Probe {
  let finding: ProbeFinding = { failure: undefined, last_success: null };
  let believedUntilMs = Number.NEGATIVE_INFINITY;
  let attempting: Promise<void> | undefined;

  function worked(): void {
    finding = { failure: undefined, last_success: new Date(clock.now()).toISOString() };
    believedUntilMs = clock.elapsed() + BELIEVED_MS;
  }

  function failed(error: unknown): void {
    finding = { ...finding, failure: reasonOf(error) };
    believedUntilMs = clock.elapsed() + FAILURE_BELIEVED_MS;
  }

  async function make(): Promise<void> {
    try {
      await attempt();
      worked();
    } catch (error) {
      failed(error);
    }
  }

  return {
    worked,
    async look() {
      if (clock.elapsed() < believedUntilMs) return finding;
      attempting ??= make().finally(() => {
        attempting = undefined;
      });
      const late = Promise.withResolvers<boolean>();
      using _patience = clock.after(PATIENCE_MS, () => late.resolve(true));
      const isLate = await Promise.race([attempting.then(() => false), late.promise]);
      return isLate ? { ...finding, failure: `no answer within ${PATIENCE_MS / 1_000} s` } : finding;
    },
  };
}
