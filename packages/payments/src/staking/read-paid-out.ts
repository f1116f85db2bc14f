import type { ExactObject } from "../network/exact-json.ts";
import { whole } from "../transfers/network-cost.ts";

/** What a solidified transaction has paid out of a stake: rewards, and unfreezings that were due (TransactionInfo of java-tron). In sun. */
export const readPaidOut = (receipt: ExactObject): bigint =>
  whole(receipt, "withdraw_amount") + whole(receipt, "withdraw_expire_amount");
