import { canonicalBytes } from "../encoding/canonical-json.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { hashObject } from "../encoding/hash.ts";
import type { Header, SignedAttestation } from "../formats/block.ts";
import type { SignedTransaction, Transaction } from "../formats/transaction.ts";
import { rootOf } from "../merkle/tree.ts";
import { verifyInclusion } from "../merkle/verify.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import type { Network } from "./network.ts";
import type { SignatureCheck } from "./signature-check.ts";

/** Id of a transaction: the hash of its unsigned form. */
export const transactionId = (transaction: Transaction): string => hashObject(transaction);

/** `tx_root` of a block: RFC 9162 root, a leaf's data being the canonical signed transaction. */
export const transactionRoot = (transactions: readonly SignedTransaction[]): string => rootOf(transactions.map(canonicalBytes));

/** `attestation_root` of a block: the same over canonical signed attestations. */
export const attestationRoot = (attestations: readonly SignedAttestation[]): string => rootOf(attestations.map(canonicalBytes));

/** A transaction on its own: its network and its sender's signature. Returns its id. */
export function checkTransaction(signed: SignedTransaction, network: Network, isSigned: SignatureCheck): Outcome<string> {
  const { transaction, signature } = signed;
  if (transaction.network !== network.hash) return failed("network-mismatch", { detail: "transaction" });
  if (!isSigned(DOMAIN.transaction, transaction, signature, transaction.sender)) return failed("transaction-signature");
  return passed(transactionId(transaction));
}

/** Whether a transaction is the one at `index` of the block with this header, and had not expired then. */
export function checkInclusion(
  signed: SignedTransaction,
  place: { readonly index: number; readonly path: readonly string[] },
  header: Header,
): Outcome<undefined> {
  const claim = {
    leaf: canonicalBytes(signed),
    index: place.index,
    size: header.tx_count,
    path: place.path,
    root: header.tx_root,
  };
  if (!verifyInclusion(claim)) return failed("transaction-not-in-block", { detail: `height ${header.height}` });
  if (signed.transaction.expires_at < header.timestamp)
    return failed("transaction-expired", { detail: `height ${header.height}` });
  return passed(undefined);
}
