import { canonicalBytes, canonicalJson, hashObject, merkle } from "@lucid/proof";
import type { Branch } from "../consensus/branch.ts";
import { createOverlay } from "../state/chain-state.ts";
import { stateRoot } from "../state/state-root.ts";
import type { CheckedBlock } from "../store/block-store.ts";
import { type CheckedTransaction, checkExpiry, type TransactionCheck } from "../transactions/check-transaction.ts";
import type { ChainBlock, SignedChainTransaction } from "../transactions/transaction-format.ts";
import { type BlockRefusal, type BlockRules, maxAttestations, refuse } from "./block-rules.ts";
import { checkAttestation } from "./check-attestation.ts";
import { checkHeader } from "./check-header.ts";

export interface BodyDeps {
  readonly rules: BlockRules;
  /** The stateless transaction rules; a mempool answers from memory for what it has checked already. */
  readonly checkTransaction: (signed: SignedChainTransaction) => TransactionCheck;
}

export type BlockCheck = { readonly ok: true; readonly checked: CheckedBlock } | BlockRefusal;

/** Every rule for a block, own or foreign, on the branch it extends. `now` is in unix seconds. */
export function checkBlock(block: ChainBlock, branch: Branch, { rules, checkTransaction }: BodyDeps, now: number): BlockCheck {
  const { header, transactions, attestations } = block;
  const { parameters } = rules.genesis;
  const size = Buffer.byteLength(canonicalJson(block));
  if (size > parameters.max_block_bytes) return refuse("too_large");
  if (transactions.length > parameters.max_transactions) return refuse("too_many_transactions");
  if (attestations.length > maxAttestations(rules.genesis)) return refuse("too_many_attestations");
  const wrongHeader = checkHeader(block, branch.tip, rules, now);
  if (wrongHeader !== undefined) return wrongHeader;
  if (header.tx_count !== transactions.length) return refuse("wrong_tx_count");
  if (header.tx_root !== rootOf(transactions)) return refuse("wrong_tx_root");
  if (header.attestation_root !== rootOf(attestations)) return refuse("wrong_attestation_root");
  const wrongVote = checkAttestations(block, branch, rules);
  if (wrongVote !== undefined) return refuse("bad_attestation", wrongVote);

  const overlay = createOverlay(branch.state);
  const checked: CheckedTransaction[] = [];
  for (const signed of transactions) {
    const outcome = checkTransaction(signed);
    if (!outcome.ok) return refuse("bad_transaction", outcome.reason);
    const reason = checkExpiry(signed, header.timestamp) ?? rules.apply(overlay, signed.transaction, header.height);
    if (reason !== undefined) return refuse("bad_transaction", reason);
    checked.push(outcome.transaction);
  }
  if (header.state_root !== stateRoot(overlay.anchors)) return refuse("wrong_state_root");
  return { ok: true, checked: { block, hash: hashObject(header), size, transactions: checked, anchors: overlay.anchors } };
}

/** RFC 9162 root over the canonical forms. */
export const rootOf = (items: readonly unknown[]): string => merkle.rootOf(items.map((item) => canonicalBytes(item)));

/** Votes must be for the branch below the block, and each attester's vote for a height stands on it once. */
function checkAttestations({ attestations }: ChainBlock, branch: Branch, rules: BlockRules): string | undefined {
  const seen = new Set<string>();
  for (const signed of attestations) {
    const { attester, target } = signed.attestation;
    const vote = `${attester}|${target.height}`;
    if (seen.has(vote) || branch.holdsVote(attester, target.height)) return "repeated";
    seen.add(vote);
    const wrong = checkAttestation(signed, branch, rules);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
