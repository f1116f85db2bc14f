import type { NodeClient } from "../network/create-node-client.ts";
import { type ExactObject, integerOf, listOf, objectOf, textOf } from "../network/exact-json.ts";
import { NetworkError } from "../network/network-error.ts";
import { type NodeFace, readSolidBlock } from "../network/read-block.ts";
import { wordOfAddress } from "../tron/address.ts";
import type { TransferCost, TransferForm, TransferRow } from "./transfer-repository.ts";

/** keccak256 of `Transfer(address,address,uint256)`. */
export const TRANSFER_TOPIC = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

/** A receipt (TransactionInfo of java-tron). @throws NetworkError */
export async function readReceipt(client: NodeClient, face: NodeFace, transactionId: string): Promise<ExactObject | undefined> {
  const receipt = await client.ask(`/${face}/gettransactioninfobyid`, { value: transactionId });
  const id = textOf(receipt["id"]);
  if (id === "") return undefined;
  if (id !== transactionId) throw new NetworkError("body", "a receipt is of another transaction");
  return receipt;
}
export const blockOf = (receipt: ExactObject): number => Number(whole(receipt, "blockNumber"));

export type Verdict =
  | { readonly kind: "paid" | "reverted" | "out-of-energy"; readonly cost: TransferCost }
  /** The network's answers contradict each other. */
  | { readonly kind: "unclear" };

/**
 * What a solidified transaction did, by its result, its receipt and the event of the token, which must all say the same: never by the token's
 * own return value, and never by one answer alone.
 */
export function judge(
  transfer: Pick<TransferRow, "asset" | "amount" | "from_address" | "to_address">,
  usdt: string,
  transaction: ExactObject,
  receipt: ExactObject,
): Verdict {
  const result = textOf(objectOf(listOf(transaction["ret"])[0])["contractRet"]);
  const details = objectOf(receipt["receipt"]);
  const isMarkedFailed = receipt["result"] === "FAILED";
  const cost = {
    fee_sun: whole(receipt, "fee").toString(),
    energy: Number(whole(details, "energy_usage_total")),
    bandwidth: Number(whole(details, "net_usage")),
  };
  if (transfer.asset === "TRX") return result === "SUCCESS" && !isMarkedFailed ? { kind: "paid", cost } : { kind: "unclear" };
  const events = listOf(receipt["log"]).filter((log) => isPayment(objectOf(log), transfer, usdt)).length;
  const said = textOf(details["result"]);
  if (said !== result || isMarkedFailed === (result === "SUCCESS")) return { kind: "unclear" };
  if (result === "SUCCESS") return events === 1 ? { kind: "paid", cost } : { kind: "unclear" };
  if (result === "" || events > 0) return { kind: "unclear" };
  return { kind: result === "OUT_OF_ENERGY" ? "out-of-energy" : "reverted", cost };
}

function isPayment(
  log: ExactObject,
  { from_address, to_address, amount }: Pick<TransferRow, "from_address" | "to_address" | "amount">,
  usdt: string,
): boolean {
  const meant = [TRANSFER_TOPIC, wordOfAddress(from_address), wordOfAddress(to_address)];
  return (
    textOf(log["address"]) === wordOfAddress(usdt).slice(24) &&
    listOf(log["topics"]).map(textOf).join() === meant.join() &&
    textOf(log["data"]) === BigInt(amount).toString(16).padStart(64, "0")
  );
}

/**
 * Whether what was signed can never count: every solidified block from the one that it names up to the first that is past its expiration is
 * read, each the child of the one before, and none holds it. The block after that has a parent that is too late already (validateCommon of
 * java-tron's Manager compares with the time of the parent). `open`: not all of these blocks are there, or it is in one.
 * @throws NetworkError
 */
export async function isDead(client: NodeClient, form: Omit<TransferForm, "hex">): Promise<"dead" | "open" | "unclear"> {
  let parent = form.reference_id;
  for (let number = form.reference_block + 1; ; number += 1) {
    const block = await readSolidBlock(client, number);
    if (!block || block.transactionIds.includes(form.transaction_id)) return "open";
    if (block.number !== number || block.parentId !== parent) return "unclear";
    if (block.timestampMs >= form.expires_at) return "dead";
    parent = block.id;
  }
}

function whole(object: ExactObject, name: string): bigint {
  const value = integerOf(object[name]);
  if (value === undefined || value < 0n) throw new NetworkError("body", `a receipt has no ${name}`);
  return value;
}
