import { createHash } from "node:crypto";
import type { Clock } from "@lucid/foundation";
import type { ChunkStore } from "@lucid/pipeline";
import type { Logger } from "pino";
import type { SessionRepository } from "../stored/session-repository.ts";

export interface ReconcileDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly repository: Pick<SessionRepository, "get" | "plannedChunk" | "addChunk" | "forgetPlanned">;
  readonly store: Pick<ChunkStore, "get" | "trim">;
}

/**
 * Gives a chunk its row whose file was there in time and whose row was not: it is part of the record. Does nothing to a session that
 * has its end.
 */
export async function addPlannedChunk({ clock, log, repository, store }: ReconcileDeps, sessionId: string): Promise<void> {
  const entry = repository.plannedChunk(sessionId);
  const record = repository.get(sessionId);
  if (!entry || !record || record.end !== null || entry.index !== record.chunkCount) return;
  const file = await store.get(sessionId, entry.index);
  if (!file || createHash("sha256").update(file).digest("hex") !== entry.sha256) return;
  repository.addChunk(entry, clock.now());
  log.info({ session_id: sessionId, chunk: entry.index }, "a chunk was found by its file");
}

/**
 * What a start recorded that is given up stays with its session, each chunk with file and row, until the session is deleted; of what was
 * half written nothing stays. To be called while the session is still `created`.
 */
export async function reconcileGivenUp(deps: ReconcileDeps, sessionId: string): Promise<void> {
  await addPlannedChunk(deps, sessionId);
  deps.repository.forgetPlanned(sessionId);
  await deps.store.trim(sessionId, deps.repository.get(sessionId)?.chunkCount ?? 0);
}
