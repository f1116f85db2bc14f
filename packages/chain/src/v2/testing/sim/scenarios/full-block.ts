import { createSignatureChecker } from "../../../../signing/signature-checker.ts";
import { applyBlock } from "../../../blocks/apply-block.ts";
import { createLedger } from "../../../engine/ledger.ts";
import { createMemoryStore } from "../../../store/memory-store.ts";
import { anchorBy, createCrowd, medianMs, processorMs } from "../crowd.ts";
import { figure, type Scenario } from "../scenario.ts";

const MEMBERS = 8;
const OF_EACH = 125;
const TIMES = 9;
const MOST_MS = 300;

export const fullBlock: Scenario = {
  name: "full-block",
  rule: "14",
  happens: `a block of ${MEMBERS * OF_EACH} anchors with a signature each is prepared and applied ${TIMES} times (processor time of one thread; no page polls)`,
  nodes: 1,
  run() {
    const crowd = createCrowd(MEMBERS, createSignatureChecker());
    const ledger = createLedger({ store: createMemoryStore(), rules: crowd.rules, prepare: crowd.prepare });
    const branch = ledger.branchOf(ledger.tree.head);
    const queues = [...crowd.byKey.values()].map((keys) => [
      Array.from({ length: OF_EACH }, (_, sequence) => anchorBy(keys, sequence, crowd)),
    ]);
    const bytes = crowd.build(0, branch, { queues, votes: [] });
    let applied = 0;
    const times = Array.from({ length: TIMES }, () =>
      processorMs(() => {
        const prepared = crowd.prepare(bytes);
        if (applyBlock(prepared, branch, crowd.rules).ok) applied = prepared.transactions.length;
      }),
    );
    const median = Math.round(medianMs(times));
    return [
      figure("transactions of the block", `${MEMBERS * OF_EACH}`, applied, applied === MEMBERS * OF_EACH),
      figure("prepared and applied in, ms", `at most ${MOST_MS}`, median, median <= MOST_MS),
    ];
  },
};
