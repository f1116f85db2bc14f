import { type DeletionReceipt, sessionErrors } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { ChunkStore } from "@lucid/pipeline";
import { canonicalJson, DOMAIN } from "@lucid/proof";
import type { Logger } from "pino";
import type { NodeKeys, NodeTime } from "../../ground/index.ts";
import type { SessionRepository } from "./session-repository.ts";
import { requireState } from "./session-state.ts";

/** How often ended retentions are looked for. */
const SWEEP_EVERY_MS = 6 * 3_600_000;

export interface DeletionDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly keys: Pick<NodeKeys, "publicKey" | "sign" | "signText">;
  readonly repository: SessionRepository;
  readonly store: ChunkStore;
  /** Whether the machine's clock is believed: nothing is deleted by a clock that was set ahead. */
  readonly time: { readonly watch: Pick<NodeTime["watch"], "judge"> };
}

/** Deletes recordings. The manifest, the anchors and a signed receipt stay, so that the proof stays. */
export function createSessionDeletion({ clock, log, keys, repository, store, time }: DeletionDeps) {
  async function remove(sessionId: string, deletedBy: string, reason: string): Promise<DeletionReceipt> {
    const record = repository.get(sessionId);
    if (!record) throw sessionErrors.SESSION_NOT_FOUND();
    if (record.legalHold) throw sessionErrors.LEGAL_HOLD();
    requireState(record.state, "created", "completed", "interrupted", "failed", "cancelled", "stored", "anchored");
    const receipt = {
      format: "lucid-deletion-receipt",
      version: 1,
      session_id: record.sessionId as DeletionReceipt["receipt"]["session_id"],
      manifest_hash: record.manifestHash,
      merkle_root: record.merkleRoot,
      chunk_count: record.chunkCount,
      total_size: record.size,
      deleted_by: deletedBy as DeletionReceipt["receipt"]["deleted_by"],
      reason,
      deleted_at_ms: clock.now(),
      node: keys.publicKey,
    } as const;
    const signed: DeletionReceipt = { receipt, signature: keys.sign(DOMAIN.deletion, receipt) };
    // The row first: a crash in between leaves bytes that the next start removes, never a session without its bytes.
    repository.update(record.sessionId, { state: "deleted", receipt: canonicalJson(signed) }, clock.now());
    await store.remove(record.sessionId);
    return signed;
  }

  async function sweep(): Promise<void> {
    for (const sessionId of await store.sessions()) {
      if (repository.get(sessionId)?.state === "deleted") await orLog(sessionId, store.remove(sessionId));
    }
    const verdict = time.watch.judge();
    if (!verdict.isBelieved) {
      const { aheadMs, remainingMs } = verdict;
      return log.warn({ ahead_s: aheadMs / 1_000, for_s: remainingMs / 1_000 }, "the clock went ahead: no retention ends now");
    }
    for (const { sessionId, userId } of repository.expired(clock.now())) {
      await orLog(sessionId, remove(sessionId, userId, "retention ended"));
    }
  }

  /** One that fails is tried again by the next sweep. */
  async function orLog(sessionId: string, work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => log.error({ err: error, session_id: sessionId }, "a recording could not be deleted"));
  }

  function sweepRegularly(): void {
    sweep().catch((error) => log.error({ err: error }, "retention sweep failed"));
    timer = clock.after(SWEEP_EVERY_MS, sweepRegularly);
  }
  let timer = clock.after(SWEEP_EVERY_MS, sweepRegularly);

  return { remove, sweep, [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
export type SessionDeletion = ReturnType<typeof createSessionDeletion>;
