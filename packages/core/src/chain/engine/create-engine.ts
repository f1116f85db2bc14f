import { type Block, hashObject } from "@lucid/proof";
import type { Logger } from "pino";
import type { Clock } from "../../ports/index.ts";
import type { BlockRules } from "../blocks/block-rules.ts";
import type { ChainMetrics } from "../chain.metrics.ts";
import type { ChainNetwork, FinalEvent, SessionAnchored } from "../chain.types.ts";
import type { TreeBlock } from "../consensus/block-tree.ts";
import { createSchedule } from "../schedule/turns.ts";
import type { SignState } from "../signing/sign-state.ts";
import { parseSigned } from "../store/block-store.ts";
import type { ChainStore } from "../store/create-chain-store.ts";
import type { Mempool } from "../transactions/mempool.ts";
import type { Outbox } from "../transactions/outbox.ts";
import { attest } from "./attest.ts";
import { createEvents } from "./events.ts";
import type { Importer } from "./importer.ts";
import type { Ledger, LedgerUpdate } from "./ledger.ts";
import { produceBlock } from "./produce-block.ts";

export interface EngineDeps {
  readonly clock: Clock;
  readonly store: ChainStore;
  readonly ledger: Ledger;
  readonly importer: Importer;
  readonly mempool: Mempool;
  readonly outbox: Outbox;
  readonly rules: BlockRules;
  readonly signState: SignState;
  readonly publicKey: string;
  readonly network: ChainNetwork | undefined;
  readonly log: Logger;
  readonly metrics: ChainMetrics;
}

export type Engine = ReturnType<typeof createEngine>;

/** Longest wait of the timer, so that a clock that was set forward is noticed. */
const MAX_WAIT_MS = 30_000;

/** Messages of a kind that are sent again at each turn, for those that got lost. */
const MAX_REPEATS = 32;

/** What makes a chain go: it builds at its turns, takes in what arrives, votes, and tells what changed. */
export function createEngine(deps: EngineDeps) {
  const { clock, store, ledger, importer, mempool, outbox, network, log, metrics, publicKey } = deps;
  const schedule = createSchedule(deps.rules.genesis, deps.rules.elect, publicKey);
  const blockEvents = createEvents<Block>(log);
  const finalEvents = createEvents<FinalEvent>(log);
  const anchorEvents = createEvents<SessionAnchored>(log);
  const now = () => clock.now() / 1000;
  let timer: Disposable | undefined;
  let stopped = false;

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
      network?.sendAttestation(vote);
      return update;
    } catch (error) {
      failed(error, "chain: no vote for the head");
      return undefined;
    }
  }

  function headMoved({ abandoned, adopted }: LedgerUpdate): void {
    const state = ledger.branchOf(ledger.head).state;
    if (abandoned.length > 0) {
      metrics.reorganizations.inc();
      for (const block of abandoned) {
        for (const { content } of store.blocks.transactionsOf(block.hash)) {
          const check = mempool.check(parseSigned(content));
          if (check.ok) mempool.add(check.transaction, state, now(), false);
        }
      }
    }
    mempool.settle(state, now());
    renewOutbox();
    for (const block of adopted) announce(block);
  }

  function announce({ hash, height, timestamp, parent }: TreeBlock): void {
    const row = store.blocks.byHash(hash);
    if (row === undefined) return;
    const before = ledger.tree.get(parent)?.timestamp ?? store.blocks.byHash(parent)?.timestamp;
    if (before !== undefined) metrics.blockInterval.observe(timestamp - before);
    const block = store.blocks.body(row);
    blockEvents.emit(block);
    for (const { id, content } of store.blocks.transactionsOf(hash)) {
      const { transaction } = parseSigned(content);
      if (transaction.type !== "session_anchor") continue;
      const { session_id, merkle_root, chunk_count } = transaction.data;
      anchorEvents.emit({ session_id, merkle_root, chunk_count, transaction_id: id, height });
    }
  }

  function becameFinal(blocks: readonly TreeBlock[]): void {
    renewOutbox();
    const [first, last] = [blocks[0], blocks.at(-1)];
    if (first !== undefined && last !== undefined)
      finalEvents.emit({ from_height: first.height, to_height: last.height, hash: last.hash });
  }

  /** Brings the outbox in line with the head and the time, and the mempool in line with the outbox. */
  function renewOutbox(): void {
    const { state } = ledger.branchOf(ledger.head);
    const { withdrawn, pending } = outbox.rebase(state, clock.now());
    for (const id of withdrawn) mempool.remove(id);
    for (const transaction of pending) {
      if (mempool.get(transaction.id) !== undefined) continue;
      const refused = mempool.add(transaction, state, now(), true);
      if (refused !== undefined) log.error({ id: transaction.id, refused }, "chain: an own transaction is not taken");
      else network?.sendTransaction(transaction.signed);
    }
  }

  function importBlock(block: Block): boolean {
    const stop = metrics.importSeconds.startTimer();
    const outcome = importer.block(block, now());
    stop({ outcome: outcome.kind });
    switch (outcome.kind) {
      case "imported":
        absorb(outcome.update);
        return true;
      case "waiting":
        network?.requestBlock(outcome.missing);
        return false;
      case "refused":
        refuse("block", outcome.refusal.reason, outcome.refusal.detail);
        return false;
      case "known":
      case "below_final":
        return false;
    }
  }

  /** Imports a block and then, in turn, everything that was waiting for it. */
  function receive(first: Block): void {
    const queue = [first];
    for (const block of queue) {
      if (!importBlock(block)) continue;
      const { blocks, votes } = importer.waitingFor(hashObject(block.header));
      for (const vote of votes) receiveVote(vote);
      queue.push(...blocks);
    }
  }

  function receiveVote(value: unknown): void {
    const outcome = importer.vote(value);
    if (outcome.kind === "counted") absorb(outcome.update);
    if (outcome.kind === "waiting") network?.requestBlock(outcome.missing);
    if (outcome.kind === "refused") refuse("attestation", outcome.reason);
  }

  function refuse(kind: "block" | "attestation", reason: string, detail?: string): void {
    metrics.refused.inc({ kind, reason });
    log.debug({ kind, reason, detail }, "chain: refused");
  }

  function failed(error: unknown, message: string): void {
    metrics.failures.inc();
    log.error({ err: error }, message);
  }

  /** What the disk fails to take, a peer may send again: it must not stop the node. */
  function guard(work: () => void): void {
    if (stopped) return;
    try {
      work();
    } catch (error) {
      failed(error, "chain: a message was not taken in");
    }
  }

  function updateGauges(): void {
    metrics.height.set(ledger.head.height);
    metrics.finalizedHeight.set(ledger.final.height);
    metrics.mempool.set(mempool.size);
    metrics.outbox.set(outbox.size);
  }

  function build(): void {
    const time = now();
    const turn = schedule.current(time);
    const block = turn === undefined ? undefined : produceBlock(deps, turn, time);
    if (block === undefined) return;
    const outcome = importer.block(block, time);
    if (outcome.kind !== "imported") throw new Error(`chain: the own block was not taken: ${JSON.stringify(outcome)}`);
    network?.sendBlock(block);
    absorb(outcome.update);
  }

  /** Messages get lost: asks again for missing blocks, and offers again what waits for a leader. */
  function askAgain(): void {
    if (network === undefined) return;
    for (const hash of importer.missing().slice(0, MAX_REPEATS)) network.requestBlock(hash);
    const own = mempool.all().filter(({ signed }) => signed.transaction.sender === publicKey);
    for (const { signed } of own.slice(0, MAX_REPEATS)) network.sendTransaction(signed);
  }

  function wake(): void {
    try {
      renewOutbox();
      askAgain();
      build();
    } catch (error) {
      failed(error, "chain: no block at this turn");
    }
    arm();
  }

  function arm(): void {
    if (stopped) return;
    const waitMs = schedule.next(now()) * 1000 - clock.now();
    timer = clock.after(Math.min(Math.max(Math.ceil(waitMs), 1), MAX_WAIT_MS), wake);
  }

  return {
    onBlock: blockEvents.on,
    onFinal: finalEvents.on,
    onSessionAnchored: anchorEvents.on,
    renewOutbox,
    updateGauges,
    receiveBlock(bytes: Uint8Array): void {
      guard(() => {
        const read = importer.read(bytes);
        if (read.ok) receive(read.block);
        else refuse("block", read.reason, read.detail);
      });
    },
    receiveVote: (value: unknown) => guard(() => receiveVote(value)),
    /** Begins to take part: votes for the head that was found on the disk and waits for the first turn. */
    start(): void {
      renewOutbox();
      absorb(voteForHead());
      arm();
    },
    stop(): void {
      stopped = true;
      timer?.[Symbol.dispose]();
    },
  };
}
