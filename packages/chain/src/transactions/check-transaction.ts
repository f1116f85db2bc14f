import { canonicalJson, DOMAIN, hashObject, SignedTransaction } from "@lucid/proof";
import type { RefusalReason } from "../chain.types.ts";
import type { CheckSignature } from "../signing/signature-checker.ts";

/** Largest canonical form of a signed transaction, in bytes: core-domain 1.9. */
export const MAX_TRANSACTION_BYTES = 102_400;
/** How far ahead of a block's time a transaction may expire, in seconds: a day, the age limit of the mempool. */
export const MAX_TRANSACTION_LIFETIME = 86_400;

export interface CheckedTransaction {
  readonly id: string;
  readonly size: number;
  readonly signed: SignedTransaction;
}

export type TransactionCheck =
  | { readonly ok: true; readonly transaction: CheckedTransaction }
  | { readonly ok: false; readonly reason: RefusalReason };

/** The rules that need neither state nor time: form, size, network, signature. */
export function checkTransaction(value: unknown, network: string, checkSignature: CheckSignature): TransactionCheck {
  const parsed = SignedTransaction.safeParse(value);
  if (!parsed.success) return { ok: false, reason: "malformed" };
  const { transaction, signature } = parsed.data;
  const size = Buffer.byteLength(canonicalJson(parsed.data));
  if (size > MAX_TRANSACTION_BYTES) return { ok: false, reason: "too_large" };
  if (transaction.network !== network) return { ok: false, reason: "wrong_network" };
  if (!checkSignature(DOMAIN.transaction, transaction, signature, transaction.sender))
    return { ok: false, reason: "bad_signature" };
  return { ok: true, transaction: { id: hashObject(transaction), size, signed: parsed.data } };
}

/** Whether a transaction may be in a block of this time (unix seconds). */
export function checkExpiry({ transaction }: SignedTransaction, time: number): RefusalReason | undefined {
  if (transaction.expires_at < time) return "expired";
  return transaction.expires_at > time + MAX_TRANSACTION_LIFETIME ? "expiry_too_far" : undefined;
}
