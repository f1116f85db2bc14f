import { canonicalJson, DOMAIN, hashObject } from "@lucid/proof";
import type { CheckSignature } from "../signing/signature-checker.ts";
import type { GeneralRefusal } from "./refusals.ts";
import type { ChainFormat, SignedChainTransaction } from "./transaction-format.ts";

/** Largest canonical form of a signed transaction, in bytes: core-domain 1.9. */
export const MAX_TRANSACTION_BYTES = 102_400;
/** How far ahead of a block's time a transaction may expire, in seconds: a day, the age limit of the mempool. */
export const MAX_TRANSACTION_LIFETIME = 86_400;

export interface CheckedTransaction {
  readonly id: string;
  readonly size: number;
  readonly signed: SignedChainTransaction;
}

export type TransactionCheck =
  | { readonly ok: true; readonly transaction: CheckedTransaction }
  | { readonly ok: false; readonly reason: GeneralRefusal };

export interface TransactionRules {
  readonly networkId: string;
  readonly format: Pick<ChainFormat, "signedTransaction">;
  readonly checkSignature: CheckSignature;
}

/** The rules that need neither state nor time: form, size, network, signature. */
export function checkTransaction(value: unknown, { networkId, format, checkSignature }: TransactionRules): TransactionCheck {
  const parsed = format.signedTransaction.safeParse(value);
  if (!parsed.success) return { ok: false, reason: "malformed" };
  const { transaction, signature } = parsed.data;
  const size = Buffer.byteLength(canonicalJson(parsed.data));
  if (size > MAX_TRANSACTION_BYTES) return { ok: false, reason: "too_large" };
  if (transaction.network !== networkId) return { ok: false, reason: "wrong_network" };
  if (!checkSignature(DOMAIN.transaction, transaction, signature, transaction.sender))
    return { ok: false, reason: "bad_signature" };
  return { ok: true, transaction: { id: hashObject(transaction), size, signed: parsed.data } };
}

/** Whether a transaction may be in a block of this time (unix seconds). */
export function checkExpiry({ transaction }: SignedChainTransaction, time: number): GeneralRefusal | undefined {
  if (transaction.expires_at < time) return "expired";
  return transaction.expires_at > time + MAX_TRANSACTION_LIFETIME ? "expiry_too_far" : undefined;
}
