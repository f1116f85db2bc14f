import type { ChainRead, ChainSubmit, Checkpointer } from "@lucid/chain";
import { OPEN_STATES } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { SessionAnchor } from "@lucid/proof";
import type { Logger } from "pino";
import type { Networks } from "../../lucid-chain/index.ts";
import type { SessionMetrics } from "../running/sessions.metrics.ts";
import { anchorableFrom } from "../stored/anchorable-from.ts";
import type { OwnPlaces } from "../stored/own-places.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { anchorOf, consistencyOf, isAnchorOf } from "./session-anchor.ts";
import type { SessionTrees } from "./session-trees.ts";

export interface AnchoringDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly chain: {
    readonly submit: Pick<ChainSubmit, "own" | "status" | "expectedSession">;
    readonly read: Pick<ChainRead, "onBlock" | "onFinal" | "anchorView">;
  };
  readonly networks: Pick<Networks, "current" | "of">;
  readonly checkpointer: Pick<Checkpointer, "forget">;
  readonly repository: SessionRepository;
  readonly trees: SessionTrees;
  readonly places: OwnPlaces;
  readonly metrics: SessionMetrics;
}

/**
 * Sends one anchor for each sealed session and follows it until it is final. The chain's outbox keeps what
 * was sent, so that submitting again after a restart answers with the same transaction.
 */
export function createAnchoring(deps: AnchoringDeps, changed: (sessionId: string) => void) {
  const { clock, log, chain, networks, checkpointer, repository, trees, places, metrics } = deps;
  /** Chunks of each running session that are known to be in a block, for the lag. */
  const counted = new Map<string, number>();
  /** Running sessions whose id somebody else has named. */
  const taken = new Set<string>();
  /** The chain holds something against these anchors: sending them again changes nothing. */
  const refused = new Set<string>();
  const sending = new Map<string, Promise<void>>();

  async function anchor(sessionId: string): Promise<void> {
    const record = repository.get(sessionId);
    const stated = record && anchorOf(record);
    if (!stated) throw new Error(`Session ${sessionId} has no manifest to anchor`);
    if (record.grantTerms.network !== networks.current.networkId) return giveUp(sessionId);
    checkpointer.forget(sessionId);
    if (anchorableFrom(record) > clock.now()) return;
    counted.delete(sessionId);
    taken.delete(sessionId);
    const tree = await trees.of(sessionId, stated.chunk_count);
    const known = chain.submit.expectedSession(sessionId);
    if (known?.own && known.anchored) return adopt(sessionId, stated);
    const consistency = consistencyOf(known, tree, stated.chunk_count);
    const outcome = chain.submit.own("session_anchor_v2", { ...stated, consistency });
    if (outcome.kind === "accepted") return repository.update(sessionId, { anchorTransaction: outcome.id }, clock.now());
    refuse(sessionId, outcome.reason);
  }

  /** An anchor of this node waits already, from before a crash; it may be of the kind that has no path. */
  function adopt(sessionId: string, { manifest_hash }: SessionAnchor): void {
    const waiting = chain.read.anchorView(sessionId);
    if (waiting?.manifest_hash === manifest_hash)
      repository.update(sessionId, { anchorTransaction: waiting.transaction_id }, clock.now());
    else if (waiting !== undefined) refuse(sessionId, "already_anchored");
  }

  function refuse(sessionId: string, refusal: string): void {
    refused.add(sessionId);
    log.error({ session_id: sessionId, reason: refusal }, "anchor refused by the chain");
    repository.update(sessionId, { reason: { code: "anchor-refused", data: { refusal } } }, clock.now());
  }

  /** Rejects when the database does not take it: the next block tries again. */
  function submit(sessionId: string): Promise<void> {
    const running = sending.get(sessionId) ?? anchor(sessionId).finally(() => sending.delete(sessionId));
    sending.set(sessionId, running);
    return running;
  }

  function trySubmit(sessionId: string): void {
    submit(sessionId).catch((error: unknown) =>
      log.error({ err: error, session_id: sessionId }, "the anchor could not be sent yet"),
    );
  }

  /** The owner's grant names a network, and the manifest with it: no other one's anchor proves them. */
  function giveUp(sessionId: string): void {
    if (refused.has(sessionId)) return;
    refused.add(sessionId);
    repository.update(sessionId, { reason: { code: "chain-ended", data: {} } }, clock.now());
  }

  /** Moves sealed sessions along with the chain, back as well when a reorganization took an anchor out. */
  function follow(): void {
    for (const record of repository.unanchored()) {
      const network = networks.of(record.grantTerms.network);
      const found = network?.read.anchorOf(record.sessionId);
      const place = network && found && isAnchorOf(record, found, network.node) ? found : undefined;
      const now = clock.now();
      if (!place) {
        if (record.state === "anchored") repository.update(record.sessionId, { state: "stored", anchoredAt: null }, now);
        if (!refused.has(record.sessionId) && !isOnItsWay(record)) trySubmit(record.sessionId);
        continue;
      }
      const change = { anchorTransaction: place.transaction_id, anchoredAt: place.time * 1_000 };
      if (place.final) {
        repository.update(record.sessionId, { ...change, completedAt: now, ...stateOf(record, "completed") }, now);
        repository.removeHeads(record.sessionId);
      } else if (record.anchoredAt === null) {
        repository.update(record.sessionId, { ...change, ...stateOf(record, "anchored") }, now);
      }
      changed(record.sessionId);
    }
  }

  /** False when the disk kept the anchor from being sent, and when the chain gave its transaction up. */
  function isOnItsWay({ anchorTransaction }: SessionRecord): boolean {
    if (anchorTransaction === null) return false;
    const { state } = chain.submit.status(anchorTransaction);
    return state !== "expired" && state !== "unknown";
  }

  const stateOf = (record: SessionRecord, state: "anchored" | "completed") => (record.state === "interrupted" ? {} : { state });

  /** Notes how long the newest chunks took from the end of their recording into a block. */
  function observeLag(): void {
    const records = repository.inStates(OPEN_STATES);
    const placed = places.of(records);
    for (const record of records) {
      const { proven: size = 0, foreign } = placed.get(record.sessionId) ?? {};
      if (foreign !== undefined && !taken.has(record.sessionId)) {
        taken.add(record.sessionId);
        log.error({ session_id: record.sessionId, transaction: foreign.place.transaction_id }, "somebody else named the session");
        changed(record.sessionId);
      }
      const before = counted.get(record.sessionId) ?? 0;
      for (let index = before; index < size; index += 1) {
        const chunk = repository.chunk(record.sessionId, index);
        if (chunk) metrics.anchorLagSeconds.observe(Math.max(0, clock.now() - chunk.entry.ended_at_ms) / 1_000);
      }
      counted.set(record.sessionId, size);
      if (size > before) changed(record.sessionId);
    }
  }

  const listening = new DisposableStack();
  listening.use(
    chain.read.onBlock(() => {
      observeLag();
      follow();
    }),
  );
  listening.use(chain.read.onFinal(follow));

  return {
    submit,
    /** After a start: sends what was sealed and not sent, and looks at what the chain did meanwhile. */
    resume(): void {
      try {
        follow();
      } catch (error) {
        log.error({ err: error }, "sealed sessions could not be followed yet: the next block tries again");
      }
    },
    [Symbol.dispose]: () => listening.dispose(),
  };
}

export type Anchoring = ReturnType<typeof createAnchoring>;
