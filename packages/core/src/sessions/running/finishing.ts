import type { SessionReason } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { Manifest } from "@lucid/proof";
import type { Logger } from "pino";
import type { ChunkRows } from "./chunk-rows.ts";

/** How a session that ran came to its end. */
export interface Ended {
  readonly sessionId: string;
  readonly end: Manifest["end"];
  /** Why it ended by itself. */
  readonly reason: SessionReason | null;
  /** Recorded and never stored. */
  readonly lostChunks: number;
  readonly endedAtMs: number;
  readonly rows: Pick<ChunkRows, "flush">;
}

/** Brings sessions that ended into the database, and goes on trying where the database does not take them. */
export interface Finishing extends Disposable {
  /** Resolves when the session is sealed, or when it has to wait for the disk. Never rejects. */
  finish(ended: Ended): Promise<void>;
}

export interface FinishingDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Holds a session from the end of its recording until it is sealed. */
  readonly waiting: Set<string>;
}

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

/** `seal` may be called again for the same session until it has succeeded. */
export function createFinishing({ clock, log, waiting }: FinishingDeps, seal: (ended: Ended) => Promise<void>): Finishing {
  const timers = new Set<Disposable>();
  let isDisposed = false;

  async function attempt(ended: Ended, retryMs: number): Promise<void> {
    try {
      await seal(ended);
      waiting.delete(ended.sessionId);
    } catch (error) {
      log.error({ err: error, session_id: ended.sessionId }, "a session that ended could not be sealed yet");
      if (isDisposed) return;
      const timer = clock.after(retryMs, () => {
        timers.delete(timer);
        void attempt(ended, Math.min(MAX_RETRY_MS, retryMs * 2));
      });
      timers.add(timer);
    }
  }

  return {
    finish(ended) {
      waiting.add(ended.sessionId);
      return attempt(ended, FIRST_RETRY_MS);
    },
    [Symbol.dispose]() {
      isDisposed = true;
      for (const timer of timers) timer[Symbol.dispose]();
    },
  };
}
