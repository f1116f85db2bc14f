import type { TreeBlock } from "../consensus/block-tree.ts";
import type { FinalEvent } from "../faces/read.types.ts";
import type { ChainState } from "../state/chain-state.ts";
import { parseSigned } from "../store/block-store.ts";
import type { CheckedTransaction } from "../transactions/check-transaction.ts";
import type { ChainBlock } from "../transactions/transaction-format.ts";
import { attest } from "./attest.ts";
import type { EngineDeps } from "./engine-deps.ts";
import { createEvents } from "./events.ts";
import type { LedgerUpdate } from "./ledger.ts";

export type Reactor = ReturnType<typeof createReactor>;

/** What follows when the ledger changes: votes, mempool and outbox, metrics, and the word to whoever listens. */
export function createReactor(deps: EngineDeps) {
  const { clock, store, ledger, mempool, outbox, transport, log, metrics } = deps;
  const blockEvents = createEvents<ChainBlock>(log);
  const finalEvents = createEvents<FinalEvent>(log);
  const now = () => clock.now() / 1000;

  /** Takes a change of the ledger to everybody, votes for the new head, and goes on until nothing changes. */
  function absorb(update: LedgerUpdate | undefined): void {
    for (let next = update; next !== undefined; next = voteForHead()) {
      if (next.adopted.length > 0 || next.abandoned.length > 0) headMoved(next);
      if (next.finalized.length > 0) becameFinal(next.finalized);
    }
    updateGauges();
  }

  function voteForHead(): LedgerUpdate | undefined {
    try {
      const vote = attest(deps);
      if (vote === undefined) return undefined;
      const update = ledger.vote(vote);
      transport?.sendAttestation(vote);
      return update;
    } catch (error) {
      failed(error, "chain: no vote for the head");
      return undefined;
    }
  }

  function headMoved({ abandoned, adopted }: LedgerUpdate): void {
    const { state } = ledger.branchOf(ledger.head);
    if (abandoned.length > 0) metrics.reorganizations.inc();
    for (const { content } of abandoned.flatMap((block) => store.blocks.transactionsOf(block.hash))) {
      const check = mempool.check(parseSigned(content));
      if (check.ok) mempool.add(check.transaction, state, now(), false);
    }
    mempool.settle(state, now());
    renewOutbox();
    for (const block of adopted) announce(block);
  }

  function announce({ hash, timestamp, parent }: TreeBlock): void {
    const row = store.blocks.byHash(hash);
    if (row === undefined) return;
    const before = ledger.tree.get(parent)?.timestamp ?? store.blocks.byHash(parent)?.timestamp;
    if (before !== undefined) metrics.blockInterval.observe(timestamp - before);
    blockEvents.emit(store.blocks.body(row));
  }

  function becameFinal(blocks: readonly TreeBlock[]): void {
    renewOutbox();
    const [first, last] = [blocks[0], blocks.at(-1)];
    if (first !== undefined && last !== undefined)
      finalEvents.emit({ from_height: first.height, to_height: last.height, hash: last.hash });
  }

  /** Brings the outbox in line with the head and the time, and the mempool in line with the outbox. */
  function renewOutbox(): void {
    try {
      const { state } = ledger.branchOf(ledger.head);
      const { withdrawn, pending } = outbox.rebase(state, clock.now());
      for (const id of withdrawn) mempool.remove(id);
      for (const transaction of pending) offer(transaction, state);
    } catch (error) {
      failed(error, "chain: the outbox is not up to date");
    }
  }

  function offer(transaction: CheckedTransaction, state: ChainState): void {
    if (mempool.get(transaction.id) !== undefined) return;
    const refused = mempool.add(transaction, state, now(), true);
    if (refused === undefined) transport?.sendTransaction(transaction.signed);
    else log.error({ id: transaction.id, refused }, "chain: an own transaction is not taken");
  }

  function failed(error: unknown, message: string): void {
    metrics.failures.inc();
    log.error({ err: error }, message);
  }

  function updateGauges(): void {
    metrics.height.set(ledger.head.height);
    metrics.finalizedHeight.set(ledger.final.height);
    metrics.mempool.set(mempool.size);
    metrics.outbox.set(outbox.size);
  }

  return {
    absorb,
    voteForHead,
    renewOutbox,
    updateGauges,
    failed,
    onBlock: blockEvents.on,
    onFinal: finalEvents.on,
  };
}
