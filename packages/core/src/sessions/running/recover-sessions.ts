import type { Clock } from "@lucid/foundation";
import type { ChunkStore } from "@lucid/pipeline";
import type { Logger } from "pino";
import type { SealStored } from "../proving/session-sealer.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { addPlannedChunk, reconcileGivenUp } from "./reconcile-chunks.ts";

export interface RecoveryDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly repository: SessionRepository;
  readonly store: Pick<ChunkStore, "get" | "list" | "trim">;
  readonly seal: SealStored;
}

/**
 * Brings every session that an earlier run of the node left open to an end, and removes what sealed ones have in files beyond
 * their manifest. One that cannot be sealed now
 * stays as it is for the next start or for a retry; it keeps no other one from being sealed.
 */
export async function recoverSessions(deps: RecoveryDeps): Promise<void> {
  const { clock, log, repository, store, seal } = deps;
  for (const record of repository.leftOpen()) {
    const { sessionId } = record;
    try {
      if (record.state === "created") await giveUp(record);
      else await recover(record);
    } catch (error) {
      log.error({ err: error, session_id: sessionId }, "a session that was interrupted could not be sealed");
    }
  }

  // Killed after a session was sealed and before the chunks were removed that it had given up.
  for (const { sessionId, chunkCount } of repository.unanchored()) {
    await store
      .trim(sessionId, chunkCount)
      .catch((error: unknown) =>
        log.error({ err: error, session_id: sessionId }, "chunks that no row names could not be removed"),
      );
  }

  /** Its data key is gone, and a wrapped one is stored already: a second start would have two. */
  async function giveUp({ sessionId }: SessionRecord): Promise<void> {
    await reconcileGivenUp(deps, sessionId);
    repository.update(sessionId, { state: "failed", reason: { code: "start-interrupted", data: {} } }, clock.now());
  }

  async function recover({ sessionId }: SessionRecord): Promise<void> {
    await addPlannedChunk(deps, sessionId);
    const record = repository.get(sessionId);
    if (!record) return;
    if (record.end === null) {
      const last = repository.chunk(sessionId, record.chunkCount - 1);
      const endedAt = last?.entry.ended_at_ms ?? record.startedAt ?? clock.now();
      repository.update(sessionId, { state: "interrupted", end: "interrupted", endedAt }, clock.now());
    }
    const missing = await missingOf(record);
    await seal(sessionId, missing > 0 ? { code: "chunks-missing", data: { chunks: missing } } : null);
    log.warn({ session_id: sessionId, missing }, "session was interrupted and is sealed from what is stored");
  }

  /** Rows are written after their files, so only a damaged disk can lose one. */
  async function missingOf({ sessionId, chunkCount }: SessionRecord): Promise<number> {
    const present = new Set((await store.list(sessionId)).map(({ index }) => index));
    return Array.from({ length: chunkCount }, (_, index) => index).filter((index) => !present.has(index)).length;
  }
}
