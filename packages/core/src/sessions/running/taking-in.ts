import type { ChunkEntry } from "@lucid/proof";
import type { Ending } from "./ending.ts";
import type { RunningSessionsDeps } from "./running-sessions.ts";

/** A chunk and its row are stored: the chain may know, and the session may have its largest size. Never rejects. */
export type TakeIn = (entry: ChunkEntry) => Promise<void>;

export function createTakeIn(
  {
    log,
    metrics,
    proving,
    checkpointer,
    open,
  }: Pick<RunningSessionsDeps, "log" | "metrics" | "proving" | "checkpointer" | "open">,
  { stop }: Pick<Ending, "stop">,
): TakeIn {
  async function takeIn(entry: ChunkEntry): Promise<void> {
    const { session_id: sessionId } = entry;
    const size = entry.index + 1;
    const tree = await proving.trees.of(sessionId, size);
    checkpointer.setHead({ session_id: sessionId, size, root: tree.rootAt(size) });
    metrics.chunks.inc();
    metrics.chunkBytes.inc(entry.size);
    const { plainSize, maxSizeBytes } = open.required(sessionId);
    if (plainSize < maxSizeBytes) return;
    log.info({ session_id: sessionId }, "session reached its largest size");
    stop(sessionId, "limit", "It reached its limit: size").catch((error) =>
      log.error({ err: error, session_id: sessionId }, "session could not be ended"),
    );
  }

  return (entry) =>
    takeIn(entry).catch((error: unknown) =>
      log.error({ err: error, session_id: entry.session_id }, "a chunk waits for the next one's head"),
    );
}
