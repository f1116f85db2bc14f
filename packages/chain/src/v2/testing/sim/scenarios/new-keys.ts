import { canonicalBytes, DOMAIN, v2 } from "@lucid/proof";
import type { ChainKeys } from "../../../../ports.types.ts";
import { createSignatureChecker } from "../../../../signing/signature-checker.ts";
import { createTestKeys } from "../../../../testing/keys.ts";
import { createLedger } from "../../../engine/ledger.ts";
import { createMemoryStore } from "../../../store/memory-store.ts";
import { anchorBy, type Crowd, createCrowd, medianMs, processorMs } from "../crowd.ts";
import { figure, type Scenario } from "../scenario.ts";

const TRANSACTIONS = 1_000;
const FEW = 7;
/** Blocks of each kind, in turn: what warms up or cools down does so for both. */
const TIMES = 9;

/** A block whose transactions are signed by these keys in turn, whoever they are. */
function blockBy(keys: readonly ChainKeys[], crowd: Crowd): Uint8Array {
  const ledger = createLedger({ store: createMemoryStore(), rules: crowd.rules, prepare: crowd.prepare });
  const empty = v2.Block.parse(
    JSON.parse(Buffer.from(crowd.build(0, ledger.branchOf(ledger.tree.head), { queues: [], votes: [] })).toString()),
  );
  const transactions = Array.from({ length: TRANSACTIONS }, (_, index) => {
    const own = keys[index % keys.length];
    if (own === undefined) throw new Error("sim: there is no key");
    return anchorBy(own, Math.floor(index / keys.length), crowd).sent;
  });
  const header = { ...empty.header, tx_root: v2.transactionRoot(transactions), tx_count: transactions.length };
  const signature = crowd.byKey.get(header.producer)?.sign(DOMAIN.blockV2, header) ?? "";
  return canonicalBytes({ ...empty, header, transactions, signature });
}

export const newKeys: Scenario = {
  name: "new-keys",
  rule: "13.4",
  happens: `blocks of ${TRANSACTIONS} transactions by as many keys that nobody has seen, and by ${FEW}, are prepared (processor time of one thread)`,
  nodes: 1,
  run() {
    // What a checker remembers of keys helps only those that come again.
    const crowd = createCrowd(FEW, createSignatureChecker());
    const few = blockBy([...crowd.byKey.values()], crowd);
    const fewTimes: number[] = [];
    const newTimes: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const keys = Array.from({ length: TRANSACTIONS }, (_, index) => createTestKeys(`new key ${time} ${index}`));
      const fresh = blockBy(keys, crowd);
      fewTimes.push(processorMs(() => void crowd.prepare(few)));
      newTimes.push(processorMs(() => void crowd.prepare(fresh)));
    }
    const [ofFew, ofNew] = [medianMs(fewTimes), medianMs(newTimes)];
    const more = Math.round((100 * (ofNew - ofFew)) / ofFew);
    return [
      figure(`a block of ${FEW} keys, ms`, "some", Math.round(ofFew), ofFew > 0),
      figure("one of new keys takes longer by, percent", "at most 10", more, more <= 10),
    ];
  },
};
