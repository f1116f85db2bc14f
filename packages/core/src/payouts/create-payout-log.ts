import type { Chain } from "@lucid/chain";
import {
  type PayoutDocumentFile,
  payoutErrors,
  type StatedPayoutRow,
  type StatementRow,
  type TronNetwork,
} from "@lucid/contract";
import {
  canonicalBytes,
  canonicalJson,
  merkle,
  type PayoutDocument,
  payoutLogId,
  type StatedPayout,
  writePath,
} from "@lucid/proof";
import type { Logger } from "pino";
import type { NodeKeys } from "../ground/index.ts";
import type { PaymentsLink } from "../tron/index.ts";

export interface PayoutLogDeps {
  /** The port to the process of payments. @throws PAYMENTS_OFF */
  readonly payments: () => Pick<PaymentsLink, "call">;
  readonly chain: {
    readonly genesis: Chain["genesis"];
    readonly submit: Pick<Chain["submit"], "own">;
    readonly read: Pick<Chain["read"], "auditHeadsOf" | "evidence">;
  };
  readonly keys: Pick<NodeKeys, "publicKey">;
  readonly log: Logger;
}

/** A head of the log that the chain holds. */
export type AnchoredHead = ReturnType<PayoutLogDeps["chain"]["read"]["auditHeadsOf"]>[number];

export interface PayoutLog {
  /** The head on the chain that a statement ends with; undefined before a block holds it. */
  anchorOf(statement: StatementRow, network: TronNetwork): Promise<AnchoredHead | undefined>;
  /** States on the chain what it does not hold yet. */
  anchor(): Promise<void>;
  /** @throws NOT_ANCHORED where no final block holds it. */
  prove(payoutId: string, place: number | null): Promise<PayoutDocumentFile>;
  /** @throws STATEMENT_NOT_FOUND, NOT_ANCHORED */
  state(number: number): Promise<PayoutDocumentFile>;
}

/** Leaves that are hashed at a time: a few milliseconds of the loop that everybody shares. */
const PART = 100;
/** Heads that the chain is asked for: those of some six years. */
const HEADS = 2_208;
/** Statements that are made good at a time where the chain was not asked for long. */
const UNSTATED = 100;

/**
 * The log of payouts that were paid, as one growing tree: its head stands on the chain after each period, under an id of its own among this
 * node's logs. The chain holds a count and a hash, and knows nothing of payouts.
 */
export function createPayoutLog({ payments, chain, keys, log }: PayoutLogDeps): PayoutLog {
  const tree = merkle.createTree();
  let growing: Promise<void> = Promise.resolve();

  /** Takes in what is stated since it was asked last; one at a time. */
  async function grow(): Promise<void> {
    const before = growing;
    growing = (async () => {
      await before.catch(() => undefined);
      for (let taken = PART; taken === PART; ) {
        const leaves = await payments().call("statedPayouts", { from: tree.size, limit: PART });
        for (const leaf of leaves) tree.append(canonicalBytes(leaf));
        taken = leaves.length;
      }
    })();
    await growing;
  }

  const headsOf = (network: TronNetwork, most = HEADS): readonly AnchoredHead[] =>
    chain.read.auditHeadsOf(payoutLogId(keys.publicKey, network), most);
  /** Another root is that of another life: of before a backup was taken back. */
  const isOurs = ({ size, root }: AnchoredHead): boolean => size <= tree.size && tree.rootAt(size) === root;
  const statements = (limit: number) => payments().call("listStatements", { limit });

  /** Evidence of the smallest final head that fits. @throws NOT_ANCHORED */
  function needEvidence(network: TronNetwork, fits: (size: number) => boolean) {
    const head = headsOf(network).findLast((one) => one.final && fits(one.size) && isOurs(one));
    const evidence = head && chain.read.evidence(head.transaction_id);
    if (!evidence) throw payoutErrors.NOT_ANCHORED();
    return { size: head.size, evidence };
  }
  const fileOf = (filename: string, document: PayoutDocument): PayoutDocumentFile => ({
    filename,
    content: canonicalJson(document),
  });
  const common = { version: 1, genesis: chain.genesis } as const;

  return {
    async anchorOf({ size }, network) {
      await grow();
      return headsOf(network).find((head) => head.size === size && isOurs(head));
    },
    async anchor() {
      const { network, statements: made } = await statements(UNSTATED);
      await grow();
      const [newest] = headsOf(network, 1);
      for (const { size } of made.toReversed().filter((one) => one.size > (newest?.size ?? 0))) {
        const data = { log: payoutLogId(keys.publicKey, network), size, root: tree.rootAt(size) };
        const outcome = chain.submit.own("audit_checkpoint", data);
        // It shrinks only against a statement that still waits.
        if (outcome.kind === "refused" && outcome.reason !== "audit_log_shrinks")
          log.error({ reason: outcome.reason, size }, "a statement of payouts is not anchored");
      }
    },
    async prove(payoutId, place) {
      if (place === null) throw payoutErrors.NOT_ANCHORED();
      const { network: tron_network } = await statements(1);
      await grow();
      const { size, evidence } = needEvidence(tron_network, (one) => one > place);
      const [payout] = await payments().call("statedPayouts", { from: place, limit: 1 });
      if (payout?.payout_id !== payoutId) throw new Error("a payout is not at its place in the log");
      const path = writePath(tree.inclusionPath(place, size));
      return fileOf(`lucid-payout-${payoutId}.json`, {
        ...{ ...common, tron_network, evidence, format: "lucid-payout-proof" },
        ...{ payout: leafOf(payout), index: place, path },
      });
    },
    async state(number) {
      const { from, size, until } = await payments().call("getStatement", { number });
      const { network: tron_network } = await statements(1);
      await grow();
      const { evidence } = needEvidence(tron_network, (one) => one === size);
      const payouts: StatedPayout[] = [];
      while (from + payouts.length < size) {
        const limit = Math.min(PART, size - from - payouts.length);
        const part = await payments().call("statedPayouts", { from: from + payouts.length, limit });
        if (part.length === 0) throw new Error("a statement names payouts that are not in the log");
        payouts.push(...part.map(leafOf));
      }
      const day = new Date(until - 1).toISOString().slice(0, 10);
      return fileOf(`lucid-payouts-${number}-${day}.json`, {
        ...{ ...common, tron_network, evidence, format: "lucid-payout-statement" },
        ...{ from, before: tree.frontier(from), payouts },
      });
    },
  };
}

const leafOf = ({ entries, ...payout }: StatedPayoutRow): StatedPayout => ({ ...payout, entries: [...entries] });
