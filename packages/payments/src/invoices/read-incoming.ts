import type { NodeClient } from "../network/create-node-client.ts";
import { type ExactObject, integerOf, listOf, objectOf, textOf } from "../network/exact-json.ts";
import { NetworkError } from "../network/network-error.ts";
import { blockOf, readReceipt, TRANSFER_TOPIC } from "../transfers/read-inclusion.ts";
import { readAddress, wordOfAddress } from "../tron/address.ts";

/** As many as the event server gives at once. */
const PAGE = 200;
const MOST_TIME = 8_640_000_000_000_000n;

/** What the event server lists of one transaction. */
export interface Listed {
  readonly transaction_id: string;
  readonly transfers: readonly string[];
}
/** One transfer that came in, as the receipt says. */
export interface Incoming {
  readonly transaction_id: string;
  readonly place: number;
  readonly from_address: string;
  readonly amount: bigint;
  readonly block: number;
  readonly block_at: number;
}
export interface IncomingQuery {
  readonly address: string;
  readonly usdt: string;
  /** Unix milliseconds of a block. */
  readonly from: number;
}

/**
 * Which transactions of solidified blocks brought USDT to an address, the oldest first: the event server's word (developers.tron.network, "TronGrid
 * v1 API"), which says where to look and no more.
 * @throws NetworkError
 */
export async function* listIncoming(client: NodeClient, { address, usdt, from }: IncomingQuery): AsyncGenerator<Listed> {
  let fingerprint = "";
  do {
    const asked = new URLSearchParams({
      ...{ only_confirmed: "true", only_to: "true", order_by: "block_timestamp,asc", limit: String(PAGE) },
      ...{ contract_address: usdt, min_timestamp: String(from) },
    });
    if (fingerprint !== "") asked.set("fingerprint", fingerprint);
    const answer = await client.ask(`/v1/accounts/${address}/transactions/trc20?${asked.toString()}`);
    if (answer["success"] !== true) throw new NetworkError("body", "the event server has no history");
    const byTransaction = new Map<string, string[]>();
    for (const row of listOf(answer["data"]).map(objectOf)) {
      const { id, transfer } = readRow(row, address);
      byTransaction.set(id, [...(byTransaction.get(id) ?? []), transfer]);
    }
    for (const [transaction_id, transfers] of byTransaction) yield { transaction_id, transfers };
    fingerprint = textOf(objectOf(answer["meta"])["fingerprint"]);
  } while (fingerprint !== "");
}

/** Sender and amount, to be compared with what the receipt says. */
const nameOf = (from: string, amount: bigint): string => `${from} ${amount}`;

function readRow(row: ExactObject, address: string): { readonly id: string; readonly transfer: string } {
  const id = textOf(row["transaction_id"]);
  const from = readAddress(textOf(row["from"]));
  const value = textOf(row["value"]);
  const isWhole = /^[0-9a-f]{64}$/.test(id) && /^\d{1,78}$/.test(value) && from !== undefined;
  if (!isWhole || readAddress(textOf(row["to"])) !== address || row["type"] !== "Transfer")
    throw new NetworkError("body", "an entry of the history is none");
  return { id, transfer: nameOf(from, BigInt(value)) };
}

/**
 * What the event server listed of one transaction, where its receipt says the same; else nothing is concluded.
 * @throws NetworkError
 */
export async function readListed(
  client: NodeClient,
  query: Pick<IncomingQuery, "address" | "usdt">,
  { transaction_id, transfers }: Listed,
): Promise<readonly Incoming[] | "unknown" | "unclear"> {
  const found = await readIncoming(client, query, transaction_id);
  if (typeof found === "string") return found;
  const named = found.map(({ from_address, amount }) => nameOf(from_address, amount));
  return named.toSorted().join() === transfers.toSorted().join() ? found : "unclear";
}

/**
 * The transfers of one transaction, by its solidified receipt and its result, which say the same, or nothing is concluded. `unknown`: a node that
 * is behind does not have it yet.
 * @throws NetworkError
 */
export async function readIncoming(
  client: NodeClient,
  { address, usdt }: Pick<IncomingQuery, "address" | "usdt">,
  transaction_id: string,
): Promise<readonly Incoming[] | "unknown" | "unclear"> {
  const receipt = await readReceipt(client, "walletsolidity", transaction_id);
  if (!receipt) return "unknown";
  const transaction = await client.ask("/walletsolidity/gettransactionbyid", { value: transaction_id });
  if (textOf(transaction["txID"]) === "") return "unknown";
  const result = textOf(objectOf(listOf(transaction["ret"])[0])["contractRet"]);
  const isPaid = result === "SUCCESS" && textOf(objectOf(receipt["receipt"])["result"]) === "SUCCESS";
  if (!isPaid || receipt["result"] === "FAILED" || textOf(transaction["txID"]) !== transaction_id) return "unclear";
  const block_at = integerOf(receipt["blockTimeStamp"]);
  if (block_at === undefined || block_at <= 0n || block_at > MOST_TIME) return "unclear";
  return listOf(receipt["log"]).flatMap((log, place) => {
    const transfer = readLog(objectOf(log), address, usdt);
    return transfer ? [{ ...transfer, transaction_id, place, block: blockOf(receipt), block_at: Number(block_at) }] : [];
  });
}

function readLog(log: ExactObject, address: string, usdt: string): Pick<Incoming, "from_address" | "amount"> | undefined {
  const [topic, from = "", to, ...others] = listOf(log["topics"]).map(textOf);
  const data = textOf(log["data"]);
  const isIncoming =
    textOf(log["address"]) === wordOfAddress(usdt).slice(24) && topic === TRANSFER_TOPIC && to === wordOfAddress(address);
  const from_address = readAddress(`41${from.slice(24)}`);
  if (!isIncoming || others.length > 0 || from_address === undefined || !/^[0-9a-f]{64}$/.test(data)) return undefined;
  return { from_address, amount: BigInt(`0x${data}`) };
}
