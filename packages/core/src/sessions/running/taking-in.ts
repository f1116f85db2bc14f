import type { ChunkEntry } from "@lucid/proof";
import type { Ending } from "./ending.ts";
import type { RunningSessionsDeps } from "./running-sessions.ts";

/** A chunk and its row are stored: the chain may know, and the session may have its largest size. Never rejects. */
export type TakeIn = (entry: ChunkEntry) => Promise<void>;

export function createTakeIn(
  {
    log,
    metrics,
    repository,
    proving,
    checkpointer,
    open,
  }: Pick<RunningSessionsDeps, "log" | "metrics" | "repository" | "proving" | "checkpointer" | "open">,
  { stop }: Pick<Ending, "stop">,
): TakeIn {
  async function takeIn(entry: ChunkEntry): Promise<void> {
    const { session_id: sessionId } = entry;
    const size = entry.index + 1;
    const tree = await proving.trees.of(sessionId, size);
    const head = { session_id: sessionId, size, root: tree.rootAt(size) };
    // Kept before it is sent: what the chain holds is later compared with it.
    repository.addHead(head);
    checkpointer.setHead(head);
    metrics.chunks.inc();
    metrics.chunkBytes.inc(entry.size);
    const { plainSize, maxSizeBytes } = open.required(sessionId);
    if (plainSize < maxSizeBytes) return;
    log.info({ session_id: sessionId }, "session reached its largest size");
    stop(sessionId, "limit", { code: "limit-size", data: {} }).catch((error) =>
      log.error({ err: error, session_id: sessionId }, "session could not be ended"),
    );
  }

  return (entry) =>
    takeIn(entry).catch((error: unknown) =>
      log.error({ err: error, session_id: entry.session_id }, "a chunk waits for the next one's head"),
    );
}
