import type { Chain } from "../chain/chain.ts";
import { decodeEvent } from "../events/decode-event.ts";
import type { Machine } from "../evm/machine.ts";
import { nested } from "../protobuf/message.ts";
import type { LogRow, Store } from "../store/store.ts";
import { type Address, readAddress, toBase58 } from "../text/address.ts";
import { isJsonObject, type Json, type JsonObject, readJson } from "../text/json.ts";
import { topicOf } from "../text/selector.ts";
import { isTrue, textOf } from "./input.ts";
import { type Answer, type Answerer, jsonAnswer } from "./server.ts";
import { tokenInfo } from "./token-info.ts";

export interface EventDeps {
  readonly chain: Chain;
  readonly store: Store;
  readonly machine: Machine;
}
interface Paging {
  readonly limit: number;
  readonly offset: number;
}

const TRANSFER = topicOf("Transfer(address,address,uint256)");
const DEFAULT_LIMIT = 20;
const MOST = 200;

const objectOf = (value: Json | undefined): JsonObject => (value !== undefined && isJsonObject(value) ? value : {});
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const isNewestFirst = (input: JsonObject): boolean =>
  input["order_by"] === undefined || textOf(input, "order_by") !== "block_timestamp,asc";

/**
 * TronGrid's event server (developers.tron.network): `/v1/contracts/…/events`, `/v1/transactions/…/events`, `/v1/blocks/…/events`, and
 * `/v1/accounts/…/transactions` and its `/trc20`.
 */
export function createEventAnswerer({ chain, store, machine }: EventDeps): Answerer {
  const refuse = (error: string, status = 400): Answer => jsonAnswer({ success: false, error, statusCode: status }, status);

  function show({ block, place, tx, contract, topics, data }: LogRow): JsonObject {
    const row = store.blockByNumber(block);
    const abi = nested(chain.state(false).get("contract", contract)?.message ?? {}, "abi");
    const event = decodeEvent(abi, topics.split(","), data);
    return {
      block_number: block,
      block_timestamp: row?.timestamp ?? 0,
      caller_contract_address: toBase58(contract),
      contract_address: toBase58(contract),
      event_index: place,
      event_name: event?.name ?? "",
      result: event?.result ?? {},
      result_type: event?.types ?? {},
      event: event?.declaration ?? "",
      transaction_id: tx,
      ...(block > chain.solid().number ? { _unconfirmed: true } : {}),
    };
  }

  /** The rows of one page: those that the filters let through, from the fingerprint on. */
  function select<Row extends { readonly block: number }>(
    rows: Iterable<Row>,
    input: JsonObject,
    more: Paging,
    isWanted: (row: Row) => boolean,
  ) {
    const solid = chain.solid().number;
    const [onlySolid, onlyOpen] = [isTrue(input["only_confirmed"]), isTrue(input["only_unconfirmed"])];
    const selected: Row[] = [];
    let seen = 0;
    let isMore = false;
    for (const row of rows) {
      if ((onlySolid && row.block > solid) || (onlyOpen && row.block <= solid) || !isInRange(row, input)) continue;
      if (!isWanted(row)) continue;
      seen += 1;
      if (seen <= more.offset) continue;
      if (selected.length === more.limit) {
        isMore = true;
        break;
      }
      selected.push(row);
    }
    const fingerprint = isMore ? { fingerprint: Buffer.from(String(more.offset + more.limit)).toString("base64url") } : {};
    return { selected, meta: { at: Math.floor(chain.now()), page_size: selected.length, ...fingerprint } };
  }

  function page(rows: Iterable<LogRow>, input: JsonObject, more: Paging): Answer {
    const named = input["event_name"];
    const { selected, meta } = select(rows, input, more, (row) => named === undefined || show(row)["event_name"] === named);
    return jsonAnswer({ data: selected.map(show), success: true, meta });
  }

  /** The TRC-20 transfers of an account, in and out. */
  async function transfers(address: Address, input: JsonObject, more: Paging): Promise<Answer> {
    const word = address.slice(2).padStart(64, "0");
    const contract = input["contract_address"] === undefined ? undefined : readAddress(textOf(input, "contract_address"));
    const isWanted = (row: LogRow): boolean => {
      const [, from, to] = row.topics.split(",");
      if (contract !== undefined && row.contract !== contract) return false;
      if (row.data.length !== 64 || to === undefined) return false;
      return !(isTrue(input["only_to"]) && to !== word) && !(isTrue(input["only_from"]) && from !== word);
    };
    const { selected, meta } = select(store.logsNaming(TRANSFER, word, isNewestFirst(input)), input, more, isWanted);
    const tokens = new Map<Address, JsonObject>();
    for (const { contract: token } of selected) if (!tokens.has(token)) tokens.set(token, await tokenInfo(chain, machine, token));
    const data = selected.map(({ tx, contract: token, block, topics, data: value }): JsonObject => {
      const [, from = "", to = ""] = topics.split(",");
      return {
        transaction_id: tx,
        token_info: tokens.get(token) ?? {},
        block_timestamp: store.blockByNumber(block)?.timestamp ?? 0,
        from: toBase58(`41${from.slice(24)}`),
        to: toBase58(`41${to.slice(24)}`),
        type: "Transfer",
        value: BigInt(`0x${value}`).toString(),
      };
    });
    return jsonAnswer({ data, success: true, meta });
  }

  /** The transactions of an account, as owner or receiver: what a contract moved is with its events. */
  function transactions(address: Address, input: JsonObject, more: Paging): Answer {
    const parties = (shown: JsonObject): readonly unknown[] => {
      const [contract] = listOf(objectOf(shown["raw_data"])["contract"]);
      const value = objectOf(objectOf(objectOf(contract)["parameter"])["value"]);
      return [value["owner_address"], value["to_address"]];
    };
    const isWanted = ({ shown }: { readonly shown: string }): boolean => {
      const [owner, to] = parties(objectOf(readJson(shown)));
      if (owner !== address && to !== address) return false;
      return !(isTrue(input["only_to"]) && to !== address) && !(isTrue(input["only_from"]) && owner !== address);
    };
    const rows = store.transactionsNaming(address, isNewestFirst(input));
    const { selected, meta } = select(rows, input, more, isWanted);
    const data = selected.map(({ block, shown, info }): JsonObject => {
      const { receipt, fee } = objectOf(readJson(info));
      const { net_usage = 0, net_fee = 0, energy_usage = 0, energy_fee = 0, energy_usage_total = 0 } = objectOf(receipt);
      const transaction = objectOf(readJson(shown));
      const ret = listOf(transaction["ret"]).map((one) => ({ ...objectOf(one), fee: fee ?? 0 }));
      return {
        ...transaction,
        ...{ ret, net_usage, net_fee, energy_usage, energy_fee, energy_usage_total },
        blockNumber: block,
        block_timestamp: store.blockByNumber(block)?.timestamp ?? 0,
        internal_transactions: [],
      };
    });
    return jsonAnswer({ data, success: true, meta });
  }

  function isInRange({ block }: { readonly block: number }, input: JsonObject): boolean {
    if (input["block_number"] !== undefined && Number(textOf(input, "block_number")) !== block) return false;
    const from = input["min_block_timestamp"] ?? input["min_timestamp"];
    const until = input["max_block_timestamp"] ?? input["max_timestamp"];
    if (from === undefined && until === undefined) return true;
    const timestamp = store.blockByNumber(block)?.timestamp ?? 0;
    return timestamp >= Number(from ?? 0) && timestamp <= Number(until ?? Number.MAX_SAFE_INTEGER);
  }

  function paging(input: JsonObject): Paging | undefined {
    const limit = input["limit"] === undefined ? DEFAULT_LIMIT : Number(textOf(input, "limit"));
    const mark = input["fingerprint"];
    const offset = typeof mark === "string" ? Number(Buffer.from(mark, "base64url").toString()) : 0;
    if (!Number.isInteger(limit) || limit < 1 || !Number.isInteger(offset) || offset < 0) return undefined;
    return { limit: Math.min(limit, MOST), offset };
  }

  return async ({ path, input }) => {
    const [, , kind, named = "", ...rest] = path.split("/");
    const what = rest.join("/");
    const more = paging(input);
    if (!more) return refuse("limit or fingerprint is wrong");
    if (kind === "accounts" && (what === "transactions" || what === "transactions/trc20")) {
      const address = readAddress(named);
      if (address === undefined) return refuse("invalid address");
      return what === "transactions" ? transactions(address, input, more) : transfers(address, input, more);
    }
    if (what !== "events") return refuse(`this devnet does not model ${path}`, 501);
    if (kind === "transactions") return page(store.logsOfTransaction(named.toLowerCase()), input, { limit: MOST, offset: 0 });
    if (kind === "blocks") {
      const number = named === "latest" ? chain.head().number : Number(named);
      if (!Number.isSafeInteger(number)) return refuse("the block is no number");
      return page(store.logsOfBlock(number), input, more);
    }
    if (kind !== "contracts") return refuse(`this devnet does not model ${path}`, 501);
    const contract = readAddress(named);
    if (contract === undefined) return refuse("invalid contract address");
    return page(store.logsOfContract(contract, isNewestFirst(input)), input, more);
  };
}
