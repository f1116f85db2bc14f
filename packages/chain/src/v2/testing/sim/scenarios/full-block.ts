import { systemClock } from "@lucid/foundation";
import { createSignatureChecker, createSignatures } from "../../../../signing/signature-checker.ts";
import { applyBlock } from "../../../blocks/apply-block.ts";
import { createLedger } from "../../../engine/ledger.ts";
import { accept, reject } from "../../../engine/network-port.ts";
import { createPreparation } from "../../../engine/preparation.ts";
import { createMemoryStore } from "../../../store/memory-store.ts";
import { anchorBy, createCrowd, medianMs, percentile } from "../crowd.ts";
import { figure, type Scenario } from "../scenario.ts";

const MEMBERS = 8;
const OF_EACH = 125;
const TIMES = 9;
const MOST_MS = 300;
const MOST_DELAY_MS = 20;
/** How often somebody wants to be answered by the same thread. */
const POLL_MS = 5;

export const fullBlock: Scenario = {
  name: "full-block",
  rule: "14",
  happens: `a block of ${MEMBERS * OF_EACH} anchors with a signature each, which nobody has seen, is prepared and applied ${TIMES} times as by a real node, while the thread is asked every ${POLL_MS} ms (real time, whatever else the machine does)`,
  nodes: 1,
  async run() {
    const crowd = createCrowd(MEMBERS, createSignatureChecker());
    const ledger = createLedger({ store: createMemoryStore(), rules: crowd.rules, prepare: crowd.prepare });
    const branch = ledger.branchOf(ledger.tree.head);
    const queues = [...crowd.byKey.values()].map((keys) => [
      Array.from({ length: OF_EACH }, (_, sequence) => anchorBy(keys, sequence, crowd)),
    ]);
    const bytes = crowd.build(0, branch, { queues, votes: [] });
    const [wholes, applies, busy]: [number[], number[], number[]] = [[], [], []];
    const before = process.cpuUsage();
    let applied = 0;
    for (let time = 0; time < TIMES; time += 1) {
      const preparation = createPreparation({
        ...{ network: crowd.network, clock: systemClock, signatures: createSignatures(), stopped: new AbortController().signal },
        onFailure: (error) => {
          throw error;
        },
      });
      const polls = startPolls();
      const from = performance.now();
      const node = preparation.before({
        receive(_peer, _topic, said) {
          busy.push(...polls.end());
          const prepared = preparation.prepare(said);
          const at = threadMs();
          if (!prepared.ok || !applyBlock(prepared.value, branch, crowd.rules).ok) return reject("not applied");
          applies.push(threadMs() - at);
          applied = prepared.value.transactions.length;
          return accept;
        },
        receiveBlocks: () => reject("not asked"),
        serve: () => [],
        receiveStatus: () => accept,
        greeting: () => undefined,
        knows: () => true,
        claimsOf: () => [],
      });
      await node.receive("peer", "blocks", Uint8Array.from(bytes));
      wholes.push(performance.now() - from);
    }
    const [whole, apply] = [wholes, applies].map((times) => Math.round(medianMs(times)));
    const held = Math.round(percentile(busy, 0.99));
    const { user, system } = process.cpuUsage(before);
    const all = Math.round((user + system) / 1_000 / TIMES);
    return [
      figure("transactions of the block", `${MEMBERS * OF_EACH}`, applied, applied === MEMBERS * OF_EACH),
      figure("prepared and applied in, ms", `at most ${MOST_MS}`, whole ?? 0, (whole ?? MOST_MS + 1) <= MOST_MS),
      figure("processor time of all threads for it, ms", "no mark: to compare with", all, true),
      figure(
        "work of the thread between two answers while it is prepared, ms, p99",
        `at most ${MOST_DELAY_MS}`,
        held,
        held <= MOST_DELAY_MS,
      ),
      figure("work of the thread for applying, in one piece, ms", "no mark: one transaction", apply ?? 0, true),
    ];
  },
};

/** Processor time of this thread, in milliseconds: it does not count what other processes of the machine take meanwhile. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** What this thread works between two questions of a row. */
function startPolls() {
  const busy: number[] = [];
  let at = threadMs();
  const timer = setInterval(() => {
    busy.push(threadMs() - at);
    at = threadMs();
  }, POLL_MS);
  return {
    end(): readonly number[] {
      clearInterval(timer);
      return busy;
    },
  };
}
