import type { TronHistory, TronTransfer } from "@lucid/contract";
import type { NodeClient } from "../network/create-node-client.ts";
import { type ExactObject, integerOf, listOf, objectOf, textOf } from "../network/exact-json.ts";
import { NetworkError } from "../network/network-error.ts";
import { readAddress } from "../tron/address.ts";

export interface HistoryQuery {
  readonly address: string;
  readonly asset: "TRX" | "USDT";
  readonly usdt: string;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/**
 * Solidified transfers of an account, the newest first, as the event server lists them (developers.tron.network, "TronGrid v1 API").
 * @throws NetworkError
 */
export async function readHistory(client: NodeClient, query: HistoryQuery): Promise<TronHistory> {
  const { address, asset, usdt, limit, cursor } = query;
  const asked = new URLSearchParams({ only_confirmed: "true", limit: String(limit) });
  if (asset === "USDT") asked.set("contract_address", usdt);
  if (cursor !== undefined) asked.set("fingerprint", cursor);
  const path = `/v1/accounts/${address}/transactions${asset === "USDT" ? "/trc20" : ""}?${asked.toString()}`;
  const answer = await client.ask(path);
  if (answer["success"] !== true) throw new NetworkError("body", "the event server has no history");
  const read = asset === "USDT" ? readTokenTransfer : readTransfer;
  const transfers = listOf(answer["data"]).flatMap((row) => read(objectOf(row), address));
  const next = textOf(objectOf(answer["meta"])["fingerprint"]);
  return { transfers, next_cursor: next === "" ? null : next };
}

/** One side is the account; of what says otherwise nothing is shown. */
function entry(
  found: { readonly txid: string; readonly at: bigint | undefined; readonly from: string; readonly to: string },
  asset: TronTransfer["asset"],
  amount: bigint | undefined,
  address: string,
): readonly TronTransfer[] {
  const { txid, at, from, to } = found;
  const [sender, receiver] = [readAddress(from), readAddress(to)];
  const isWhole =
    /^[0-9a-f]{64}$/.test(txid) && at !== undefined && at <= 8_640_000_000_000_000n && amount !== undefined && amount >= 0n;
  if (!isWhole || sender === undefined || receiver === undefined)
    throw new NetworkError("body", "an entry of the history is none");
  if (sender !== address && receiver !== address) return [];
  const direction = sender === receiver ? "self" : sender === address ? "out" : "in";
  return [
    {
      ...{ transaction_id: txid, asset, direction, amount: amount.toString() },
      time: new Date(Number(at)).toISOString(),
      other: direction === "in" ? sender : receiver,
    },
  ];
}

function readTokenTransfer(row: ExactObject, address: string): readonly TronTransfer[] {
  if (row["type"] !== "Transfer") return [];
  const value = textOf(row["value"]);
  const found = {
    txid: textOf(row["transaction_id"]),
    at: integerOf(row["block_timestamp"]),
    from: textOf(row["from"]),
    to: textOf(row["to"]),
  };
  return entry(found, "USDT", /^\d{1,78}$/.test(value) ? BigInt(value) : undefined, address);
}

function readTransfer(row: ExactObject, address: string): readonly TronTransfer[] {
  const contract = objectOf(listOf(objectOf(row["raw_data"])["contract"])[0]);
  if (contract["type"] !== "TransferContract" || objectOf(listOf(row["ret"])[0])["contractRet"] !== "SUCCESS") return [];
  const value = objectOf(objectOf(contract["parameter"])["value"]);
  const found = {
    txid: textOf(row["txID"]),
    at: integerOf(row["block_timestamp"]),
    from: textOf(value["owner_address"]),
    to: textOf(value["to_address"]),
  };
  return entry(found, "TRX", integerOf(value["amount"]), address);
}
