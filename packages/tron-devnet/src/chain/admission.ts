import { int64, text } from "../protobuf/message.ts";
import { Refusal } from "../transactions/refusal.ts";
import type { Transaction } from "../transactions/transaction.ts";
import { blockReference } from "./block.ts";
import { DAY_MS } from "./parameters.ts";

const MAX_BYTES = 512_000;
/** A transaction names one of so many last blocks. */
const REFERENCES = 65_536;

/**
 * Whether a transaction belongs here and now: block reference, expiration, size (validateTapos, validateCommon of java-tron's Manager).
 * @throws Refusal
 */
export function requireTimeAndPlace(
  transaction: Transaction,
  head: { readonly number: number; readonly timestamp: number },
  idOf: (number: number) => string | undefined,
): void {
  const { raw, size } = transaction;
  const named = Number.parseInt(text(raw, "ref_block_bytes") || "-1", 16);
  const number = head.number - ((((head.number - named) % REFERENCES) + REFERENCES) % REFERENCES);
  const id = named < 0 || number < 0 ? undefined : idOf(number);
  if (id === undefined || blockReference({ number, id }).hash !== text(raw, "ref_block_hash"))
    throw new Refusal("TAPOS_ERROR", "Tapos check error.");
  if (size > MAX_BYTES) throw new Refusal("TOO_BIG_TRANSACTION_ERROR", "Transaction size is too big.");
  const expiration = int64(raw, "expiration");
  const now = BigInt(head.timestamp);
  if (expiration <= now || expiration > now + DAY_MS) throw new Refusal("TRANSACTION_EXPIRATION_ERROR", "Transaction expired");
}
