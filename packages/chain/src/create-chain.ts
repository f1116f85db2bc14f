import { canonicalJson, SignedTransaction, type TransactionType } from "@lucid/proof";
import type { Chain, ChainNetwork, SubmitOutcome, TransactionData } from "./chain.types.ts";
import type { Engine } from "./engine/create-engine.ts";
import { evidenceOf } from "./engine/evidence.ts";
import { nextBlockAtMs } from "./readers/consensus.ts";
import { createReaders } from "./readers/create-readers.ts";
import { type ReadContext, tipOf } from "./readers/read-context.ts";
import { anchorOf, checkpointsOf, finalCheckpointAbove, lastCheckpointOf } from "./readers/sessions.ts";
import { statusOf } from "./readers/transactions.ts";
import type { CheckedTransaction } from "./transactions/check-transaction.ts";

export interface ChainParts {
  readonly context: ReadContext;
  readonly engine: Engine;
  readonly net: ChainNetwork | undefined;
}

/** The face of a running chain: what others may ask of it. */
export function createChain({ context, engine, net }: ChainParts): Chain {
  const { clock, store, ledger, mempool, outbox, genesis, network, publicKey, attestersOf } = context;
  const headState = () => ledger.branchOf(ledger.head).state;

  function offer(transaction: CheckedTransaction, own: boolean): SubmitOutcome {
    const isNew = mempool.get(transaction.id) === undefined;
    const refused = mempool.add(transaction, headState(), clock.now() / 1000, own);
    if (refused !== undefined) return { kind: "refused", reason: refused };
    if (isNew) net?.sendTransaction(transaction.signed);
    engine.updateGauges();
    return { kind: "accepted", id: transaction.id };
  }

  /** The id of an anchor that the chain holds with exactly this data from this node. */
  function sameAnchor(type: TransactionType, data: TransactionData[TransactionType]): string | undefined {
    if (type !== "session_anchor" || !("session_id" in data)) return undefined;
    const record = anchorOf(context, data.session_id);
    const isSame = record?.sender === publicKey && canonicalJson(record.anchor) === canonicalJson(data);
    return isSame ? record.transaction_id : undefined;
  }

  return {
    genesis,
    network,
    submit(type, data) {
      const known = sameAnchor(type, data);
      if (known !== undefined) return { kind: "accepted", id: known };
      const sent = outbox.send(type, data, clock.now());
      if (typeof sent === "string") return { kind: "refused", reason: sent };
      return store.blocks.placed(sent.id) === undefined ? offer(sent, true) : { kind: "accepted", id: sent.id };
    },
    submitSigned(value) {
      const parsed = SignedTransaction.safeParse(value);
      if (!parsed.success) return { kind: "refused", reason: "malformed" };
      const check = mempool.check(parsed.data);
      return check.ok ? offer(check.transaction, false) : { kind: "refused", reason: check.reason };
    },
    status: (id) => statusOf(context, id),
    evidence(asked) {
      const status = statusOf(context, asked);
      return status.state === "final" ? evidenceOf({ store, network, attestersOf }, status.id, ledger.final.height) : undefined;
    },
    anchorOf: (sessionId) => anchorOf(context, sessionId),
    checkpointsOf: (sessionId, filter) => checkpointsOf(context, sessionId, filter),
    lastCheckpointOf: (sessionId) => lastCheckpointOf(context, sessionId),
    finalCheckpointAbove: (sessionId, size) => finalCheckpointAbove(context, sessionId, size),
    expectedSession(sessionId) {
      const session = outbox.expected.session(sessionId);
      if (session === undefined) return undefined;
      const { size, root, anchored, sender } = session;
      return { size, root, anchored, own: sender === publicKey };
    },
    head: () => tipOf(ledger.head),
    finalized: () => tipOf(ledger.final),
    nextBlockAtMs: () => nextBlockAtMs(context),
    read: createReaders(context),
    blockOf(hash) {
      const row = store.blocks.byHash(hash);
      return row === undefined ? undefined : store.blocks.body(row);
    },
    onBlock: engine.onBlock,
    onFinal: engine.onFinal,
    onSessionAnchored: engine.onSessionAnchored,
    receiveBlock: engine.receiveBlock,
    receiveAttestation: engine.receiveVote,
    async [Symbol.asyncDispose]() {
      engine.stop();
    },
  };
}
