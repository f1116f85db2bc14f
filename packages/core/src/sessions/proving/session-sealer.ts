import type { Checkpointer } from "@lucid/chain";
import type { SessionReason } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { ChunkStore } from "@lucid/pipeline";
import type { Logger } from "pino";
import type { NodeKeys } from "../../ground/index.ts";
import type { SessionMetrics } from "../running/sessions.metrics.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { Anchoring } from "./anchoring.ts";
import { sealSession } from "./sealing.ts";
import type { SessionTrees } from "./session-trees.ts";

export interface SessionSealerDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly keys: Pick<NodeKeys, "publicKey" | "sign" | "signText">;
  readonly repository: SessionRepository;
  readonly trees: SessionTrees;
  readonly store: Pick<ChunkStore, "trim">;
  readonly checkpointer: Pick<Checkpointer, "forget">;
  readonly anchoring: Pick<Anchoring, "submit">;
  readonly metrics: Pick<SessionMetrics, "sealed">;
}

/** Turns ended sessions, in state `processing` or `interrupted`, into sealed ones. */
export function createSessionSealer(deps: SessionSealerDeps, recorderVersion: string) {
  const { clock, log, keys, repository, trees, store, checkpointer, anchoring, metrics } = deps;

  /** A file without a row cannot be proven: the node died while it was written, or the recorder gave the chunk up. */
  async function removeUnproven(sessionId: string, chunkCount: number): Promise<void> {
    try {
      const removed = await store.trim(sessionId, chunkCount);
      if (removed > 0) log.warn({ session_id: sessionId, removed }, "removed chunks that no row names");
    } catch (error) {
      log.error({ err: error, session_id: sessionId }, "chunks that no row names could not be removed");
    }
  }

  function giveUp(sessionId: string, state: "failed" | "cancelled", reason: SessionReason): void {
    repository.update(sessionId, { state, reason }, clock.now());
    checkpointer.forget(sessionId);
  }

  /**
   * Seals from what is stored and sends the anchor. Does nothing to a session in another state, and may be
   * repeated: an anchor that was not sent is sent by the chain's next block. `because` is what came out since the session's
   * own reason was noted.
   * @throws when the database does not take it.
   */
  return async function seal(sessionId: string, because: SessionReason | null = null): Promise<void> {
    const size = repository.get(sessionId)?.chunkCount ?? 0;
    const tree = await trees.of(sessionId, size);
    const record = repository.get(sessionId);
    if (!record || record.manifestHash !== null || (record.state !== "processing" && record.state !== "interrupted")) return;
    // Its sums are those of its rows: a row that came meanwhile belongs to the manifest.
    if (record.chunkCount !== size) return seal(sessionId, because);
    const reason = because ?? record.reason;
    if (size === 0) {
      const failed = record.state === "interrupted" || reason !== null;
      giveUp(sessionId, failed ? "failed" : "cancelled", reason ?? { code: "no-chunk", data: {} });
      return removeUnproven(sessionId, size);
    }
    repository.forgetPlanned(sessionId);
    const entries = repository.entryTexts(sessionId, 0, size);
    const root = tree.rootAt(size);
    const { manifest, manifestHash } = sealSession(record, { entries, root }, keys, recorderVersion);
    const state = record.state === "interrupted" ? "interrupted" : "stored";
    repository.update(sessionId, { state, manifest, manifestHash, merkleRoot: root, reason }, clock.now());
    metrics.sealed.inc({ end: record.end ?? "unknown" });
    try {
      await anchoring.submit(sessionId);
    } catch (error) {
      log.error({ err: error, session_id: sessionId }, "the anchor could not be sent yet");
    }
    await removeUnproven(sessionId, size);
  };
}
export type SealStored = ReturnType<typeof createSessionSealer>;
