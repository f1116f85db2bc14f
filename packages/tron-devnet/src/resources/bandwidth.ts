import { PARAMETERS } from "../chain/parameters.ts";
import { text } from "../protobuf/message.ts";
import { accountOf, burn, changeAccount, withResource } from "../state/account.ts";
import type { State } from "../state/state.ts";
import { toBase58 } from "../text/address.ts";
import { insufficientResource, invalid } from "../transactions/refusal.ts";
import type { Transaction } from "../transactions/transaction.ts";
import { resourceLeft } from "./limits.ts";
import { addFreeUsage, addUsage, freeUsedBy } from "./usage.ts";

/** Room for the result, which counts as if it were always full (MAX_RESULT_SIZE_IN_TX of java-tron). */
const RESULT_BYTES = 64n;

export interface NetBill {
  readonly usage: bigint;
  readonly fee: bigint;
}

/**
 * Pays for the bytes of a transaction: staked bandwidth, then the free one, then burnt TRX. Making an account takes staked bandwidth or
 * a flat fee (BandwidthProcessor.consume of java-tron).
 * @throws Refusal
 */
export function payBandwidth(state: State, transaction: Transaction, slot: bigint, now: bigint): NetBill {
  const { owner } = transaction;
  const account = state.get("account", owner);
  if (!account) throw invalid(`account [${toBase58(owner)}] does not exist`);
  const bytes = BigInt(transaction.size) + RESULT_BYTES;
  const makesAccount = createsAccount(state, transaction);
  const cost = makesAccount ? bytes * PARAMETERS.createNewAccountBandwidthRate : bytes;
  if (cost <= resourceLeft(state, account, "BANDWIDTH", slot)) {
    const usage = withResource(account.usage, "BANDWIDTH", addUsage(account.usage.BANDWIDTH, cost, slot));
    changeAccount(state, owner, { usage, latestOperationTime: now });
    return { usage: cost, fee: 0n };
  }
  if (makesAccount) return burnt(state, owner, PARAMETERS.createAccountFee, now);
  if (bytes <= PARAMETERS.freeNetLimit - freeUsedBy(account.freeNet, slot)) {
    changeAccount(state, owner, { freeNet: addFreeUsage(account.freeNet, bytes, slot), latestOperationTime: now });
    return { usage: bytes, fee: 0n };
  }
  return burnt(state, owner, PARAMETERS.transactionFee * bytes, now);
}

function burnt(state: State, owner: string, fee: bigint, now: bigint): NetBill {
  burn(state, owner, fee);
  changeAccount(state, owner, { latestOperationTime: now });
  return { usage: 0n, fee };
}

function createsAccount(state: State, { type, value }: Transaction): boolean {
  if (type === "AccountCreateContract") return true;
  return type === "TransferContract" && !state.get("account", text(value, "to_address"));
}

/** What several signatures and a note cost. @throws Refusal */
export function payExtras(state: State, { owner, raw, signatures }: Transaction): bigint {
  const multiSign = signatures.length > 1 ? PARAMETERS.multiSignFee : 0n;
  const memo = text(raw, "data") === "" ? 0n : PARAMETERS.memoFee;
  const fee = multiSign + memo;
  if (fee === 0n) return 0n;
  if (accountOf(state, owner).balance < fee) throw insufficientResource();
  burn(state, owner, fee);
  return fee;
}
