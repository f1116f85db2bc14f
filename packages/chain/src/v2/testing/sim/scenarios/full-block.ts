import { createPublicKey, verify } from "node:crypto";
import { DOMAIN, signedBytes } from "@lucid/proof";
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
    const signed = crowd.prepare(bytes).transactions.map(({ sent: { transaction, signature } }) => ({
      ...{ message: signedBytes(DOMAIN.transactionV2, transaction), signature: Buffer.from(signature, "hex") },
      key: createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: base64Url(transaction.sender) }, format: "jwk" }),
    }));
    let applied = 0;
    /** Each beside the other, so that whatever else the machine does is in both. */
    const times = Array.from({ length: TIMES }, () => ({
      bare: processorMs(() => {
        for (const { message, signature, key } of signed) verify(null, message, key, signature);
      }),
      whole: processorMs(() => {
        const prepared = crowd.prepare(bytes);
        if (applyBlock(prepared, branch, crowd.rules).ok) applied = prepared.transactions.length;
      }),
    }));
    const median = Math.round(medianMs(times.map(({ whole }) => whole)));
    const bare = Math.round(medianMs(times.map((time) => time.bare)));
    return [
      figure("transactions of the block", `${MEMBERS * OF_EACH}`, applied, applied === MEMBERS * OF_EACH),
      figure("OpenSSL takes for its signatures alone, ms", "no mark: to compare with", bare, true),
      figure("prepared and applied in, ms", `at most ${MOST_MS}`, median, median <= MOST_MS),
    ];
  },
};

const base64Url = (hex: string): string => Buffer.from(hex, "hex").toString("base64url");
