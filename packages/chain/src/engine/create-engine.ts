import { hashObject } from "@lucid/proof";
import { createSchedule } from "../schedule/turns.ts";
import type { ChainBlock } from "../transactions/transaction-format.ts";
import type { EngineDeps } from "./engine-deps.ts";
import { produceBlock } from "./produce-block.ts";
import { createReactor } from "./reactor.ts";

export type Engine = ReturnType<typeof createEngine>;

/** Longest wait of the timer, so that a clock that was set forward is noticed. */
const MAX_WAIT_MS = 30_000;

/** Messages of a kind that are sent again at each turn, for those that got lost. */
const MAX_REPEATS = 32;

/** What makes a chain go: it builds at its turns, takes in what arrives, votes, and tells what changed. */
export function createEngine(deps: EngineDeps) {
  const { clock, importer, mempool, transport, log, metrics, publicKey } = deps;
  const reactor = createReactor(deps);
  const { absorb, renewOutbox, failed } = reactor;
  const schedule = createSchedule(deps.rules.genesis, deps.rules.elect, publicKey);
  const now = () => clock.now() / 1000;
  const asked = new Set<string>();
  let timer: Disposable | undefined;
  let stopped = false;

  function importBlock(block: ChainBlock): boolean {
    const stop = metrics.importSeconds.startTimer();
    const outcome = importer.block(block, now());
    stop({ outcome: outcome.kind });
    switch (outcome.kind) {
      case "imported":
        absorb(outcome.update);
        return true;
      case "waiting":
        ask(outcome.missing);
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
  function receive(first: ChainBlock): void {
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
    if (outcome.kind === "waiting") ask(outcome.missing);
    if (outcome.kind === "refused") refuse("attestation", outcome.reason);
  }

  function refuse(kind: "block" | "attestation", reason: string, detail?: string): void {
    metrics.refused.inc({ kind, reason });
    log.debug({ kind, reason, detail }, "chain: refused");
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

  function build(): void {
    const time = now();
    const turn = schedule.current(time);
    const block = turn === undefined ? undefined : produceBlock(deps, turn, time);
    if (block === undefined) return;
    const outcome = importer.block(block, time);
    if (outcome.kind !== "imported") throw new Error(`chain: the own block was not taken: ${JSON.stringify(outcome)}`);
    transport?.sendBlock(block);
    absorb(outcome.update);
  }

  /** Asks for a block, once between two turns: everything that builds on it would ask for it again. */
  function ask(hash: string): void {
    if (asked.has(hash)) return;
    asked.add(hash);
    transport?.requestBlock(hash);
  }

  /** Messages get lost: asks again for missing blocks, and offers again what waits for a leader. */
  function askAgain(): void {
    if (transport === undefined) return;
    asked.clear();
    for (const hash of importer.missing().slice(0, MAX_REPEATS)) ask(hash);
    const own = mempool.all().filter(({ signed }) => signed.transaction.sender === publicKey);
    for (const { signed } of own.slice(0, MAX_REPEATS)) transport.sendTransaction(signed);
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
    onBlock: reactor.onBlock,
    onFinal: reactor.onFinal,
    updateGauges: reactor.updateGauges,
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
      absorb(reactor.voteForHead());
      arm();
    },
    stop(): void {
      stopped = true;
      timer?.[Symbol.dispose]();
    },
  };
}
