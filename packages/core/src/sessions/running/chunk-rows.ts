import { type Clock, isDatabaseTrouble } from "@lucid/foundation";
import type { ChunkEntry } from "@lucid/proof";
import type { Logger } from "pino";

export interface ChunkRowsDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Stores the row of a chunk whose file is durable. Throws when the database does not take it. */
  readonly write: (entry: ChunkEntry) => void;
  /** A row waits, and: no row waits any more. */
  readonly onTrouble: () => void;
  readonly onBack: () => void;
}

/** The rows of one session's chunks, in order. What the database does not take waits here: the file is not lost for it. */
export interface ChunkRows {
  /** True when the row is stored, false when `release` was called before: then `flush` stores it. */
  add(entry: ChunkEntry): Promise<boolean>;
  /** The session ends: nobody waits for a row from here on. */
  release(): void;
  /** Stores what waits. @throws what the database throws. */
  flush(): void;
}

const RETRY_MS = 1_000;

export function createChunkRows({ clock, log, write, onTrouble, onBack }: ChunkRowsDeps): ChunkRows {
  const waiting: ChunkEntry[] = [];
  const released = Promise.withResolvers<void>();
  let isReleased = false;

  function flush(): void {
    for (let entry = waiting[0]; entry !== undefined; entry = waiting[0]) {
      write(entry);
      waiting.shift();
    }
  }

  async function pause(): Promise<void> {
    const over = Promise.withResolvers<void>();
    using _timer = clock.after(RETRY_MS, over.resolve);
    await Promise.race([over.promise, released.promise]);
  }

  return {
    async add(entry) {
      waiting.push(entry);
      for (let tries = 1; ; tries += 1) {
        try {
          flush();
          if (tries > 1) onBack();
          return true;
        } catch (error) {
          if (!isDatabaseTrouble(error)) {
            waiting.shift();
            throw error;
          }
          log.error({ err: error, session_id: entry.session_id, chunk: entry.index }, "the row of a chunk could not be stored");
          if (tries === 1) onTrouble();
        }
        if (isReleased) return false;
        await pause();
      }
    },
    release() {
      isReleased = true;
      released.resolve();
    },
    flush,
  };
}
