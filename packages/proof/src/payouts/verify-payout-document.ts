import { checkEvidence } from "../chain/evidence.ts";
import { openNetwork } from "../chain/network.ts";
import type { SignatureCheck } from "../chain/signature-check.ts";
import { canonicalBytes, parseFormat } from "../encoding/canonical-json.ts";
import type { FailureCode } from "../failures.ts";
import { rootAfter } from "../merkle/grow.ts";
import { verifyInclusion } from "../merkle/verify.ts";
import { networkFacts } from "../verify/network-facts.ts";
import type { ChainFacts } from "../verify/verdict.ts";
import { MAX_PAYOUT_DOCUMENT_BYTES, PayoutDocument, payoutLogId, readPath, type StatedPayout } from "./payout-document.ts";

/** What goes wrong with documents about payouts and with no others. */
const payoutReasons = {
  "payout-log-mismatch": "The entry on the chain is not about payouts of this node on this TRON network.",
  "payout-path-invalid": "These payouts are not what the fingerprint on the chain was made of: they were changed after it.",
  "payout-amount": "A payout says that its fee was as much as its amount, or more: nothing can have been sent.",
  "payout-twice": "One payout, one transaction or one entry of the ledger is stated twice.",
} as const;
export type PayoutCode = keyof typeof payoutReasons;

export interface PayoutFacts {
  readonly kind: "proof" | "statement";
  /** Key of the node that stated it, and hash of the genesis document of its network. */
  readonly node: string;
  readonly network: string;
  /** Fewest of its keys that decide which blocks are final, and so what their times are. */
  readonly decidingKeys: number;
  readonly tronNetwork: PayoutDocument["tron_network"];
  readonly payouts: readonly StatedPayout[];
  /** Places of these payouts in the log, from 0, and how many it held then. */
  readonly from: number;
  readonly logSize: number;
  /** What was sent, and what stayed at the node, together; micro-USDT. */
  readonly sent: bigint;
  readonly fees: bigint;
  readonly chain: ChainFacts;
}
export type PayoutVerdict =
  | { readonly verified: true; readonly facts: PayoutFacts }
  | {
      readonly verified: false;
      readonly refusal: { readonly code: FailureCode | PayoutCode; readonly reason: string; readonly detail?: string };
    };

const refused = (code: PayoutCode, detail?: string): PayoutVerdict => ({
  verified: false,
  refusal: { code, reason: payoutReasons[code], ...(detail === undefined ? {} : { detail }) },
});

/**
 * Checks a proof of one payout, or the statement of a period, from its canonical JSON, offline: that the node whose key is named stated exactly
 * this, and that the block which holds that is final. What the TRON network holds, it does not ask.
 */
export function verifyPayoutDocument(bytes: Uint8Array, isSigned: SignatureCheck): PayoutVerdict {
  const parsed = parseFormat(PayoutDocument, bytes, MAX_PAYOUT_DOCUMENT_BYTES);
  if (!parsed.ok) return { verified: false, refusal: parsed.failure };
  const document = parsed.value;
  const network = openNetwork(document.genesis);
  if (!network.ok) return { verified: false, refusal: network.failure };
  const chain = checkEvidence(document.evidence, network.value, isSigned);
  if (!chain.ok) return { verified: false, refusal: chain.failure };
  const { transaction } = document.evidence.transaction;
  if (transaction.type !== "audit_checkpoint" || transaction.data.log !== payoutLogId(transaction.sender, document.tron_network))
    return refused("payout-log-mismatch");
  const payouts = document.format === "lucid-payout-proof" ? [document.payout] : document.payouts;
  if (!isStated(document, transaction.data)) return refused("payout-path-invalid");
  const wrong = payouts.find(({ amount, fee }) => BigInt(fee) >= BigInt(amount));
  if (wrong) return refused("payout-amount", wrong.payout_id);
  const twice = firstTwice(payouts);
  if (twice !== undefined) return refused("payout-twice", twice);
  const fees = sum(payouts.map(({ fee }) => fee));
  return {
    verified: true,
    facts: {
      kind: document.format === "lucid-payout-proof" ? "proof" : "statement",
      node: transaction.sender,
      network: network.value.hash,
      decidingKeys: networkFacts(network.value, undefined).decidingKeys,
      tronNetwork: document.tron_network,
      payouts,
      from: document.format === "lucid-payout-proof" ? document.index : document.from,
      logSize: transaction.data.size,
      sent: sum(payouts.map(({ amount }) => amount)) - fees,
      fees,
      chain: chain.value,
    },
  };
}

const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + BigInt(amount), 0n);

/** Whether the fingerprint on the chain is that of a log which holds these payouts at this place. */
function isStated(document: PayoutDocument, { size, root }: { readonly size: number; readonly root: string }): boolean {
  if (document.format === "lucid-payout-proof") {
    const { payout, index } = document;
    const path = readPath(document.path);
    return path !== undefined && verifyInclusion({ leaf: canonicalBytes(payout), index, size, path, root });
  }
  const { from, before, payouts } = document;
  if (from + payouts.length !== size) return false;
  return rootAfter({ size: from, frontier: before, leaves: payouts.map(canonicalBytes) }) === root;
}

/** What is stated a second time: who counts amounts together would count it twice. */
function firstTwice(payouts: readonly StatedPayout[]): string | undefined {
  const seen = new Set<string>();
  for (const { payout_id, transaction_id, entries } of payouts)
    for (const one of [payout_id, transaction_id, ...entries.map((number) => `entry ${number}`)]) {
      if (seen.has(one)) return one;
      seen.add(one);
    }
  return undefined;
}
