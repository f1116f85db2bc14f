import type { Chain } from "../chain/chain.ts";
import { decodeEvent } from "../events/decode-event.ts";
import { nested } from "../protobuf/message.ts";
import type { LogRow, Store } from "../store/store.ts";
import { readAddress, toBase58 } from "../text/address.ts";
import type { Json, JsonObject } from "../text/json.ts";
import { isTrue, textOf } from "./input.ts";
import { type Answer, type Answerer, jsonAnswer } from "./server.ts";

export interface EventDeps {
  readonly chain: Chain;
  readonly store: Store;
}

const DEFAULT_LIMIT = 20;
const MOST = 200;

/** TronGrid's event server: `/v1/contracts/…/events`, `/v1/transactions/…/events`, `/v1/blocks/…/events` (developers.tron.network). */
export function createEventAnswerer({ chain, store }: EventDeps): Answerer {
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

  function page(rows: Iterable<LogRow>, input: JsonObject, more: { readonly limit: number; readonly offset: number }): Answer {
    const solid = chain.solid().number;
    const [onlySolid, onlyOpen] = [isTrue(input["only_confirmed"]), isTrue(input["only_unconfirmed"])];
    const data: Json[] = [];
    let seen = 0;
    let isMore = false;
    for (const row of rows) {
      if ((onlySolid && row.block > solid) || (onlyOpen && row.block <= solid) || !isInRange(row, input)) continue;
      const shown = show(row);
      if (input["event_name"] !== undefined && shown["event_name"] !== input["event_name"]) continue;
      seen += 1;
      if (seen <= more.offset) continue;
      if (data.length === more.limit) {
        isMore = true;
        break;
      }
      data.push(shown);
    }
    const meta = { at: Math.floor(chain.now()), page_size: data.length };
    const fingerprint = isMore ? { fingerprint: Buffer.from(String(more.offset + more.limit)).toString("base64url") } : {};
    return jsonAnswer({ data, success: true, meta: { ...meta, ...fingerprint } });
  }

  function isInRange({ block }: LogRow, input: JsonObject): boolean {
    if (input["block_number"] !== undefined && Number(textOf(input, "block_number")) !== block) return false;
    const [from, until] = [input["min_block_timestamp"], input["max_block_timestamp"]];
    if (from === undefined && until === undefined) return true;
    const timestamp = store.blockByNumber(block)?.timestamp ?? 0;
    return timestamp >= Number(from ?? 0) && timestamp <= Number(until ?? Number.MAX_SAFE_INTEGER);
  }

  function paging(input: JsonObject): { readonly limit: number; readonly offset: number } | undefined {
    const limit = input["limit"] === undefined ? DEFAULT_LIMIT : Number(textOf(input, "limit"));
    const mark = input["fingerprint"];
    const offset = typeof mark === "string" ? Number(Buffer.from(mark, "base64url").toString()) : 0;
    if (!Number.isInteger(limit) || limit < 1 || !Number.isInteger(offset) || offset < 0) return undefined;
    return { limit: Math.min(limit, MOST), offset };
  }

  return async ({ path, input }) => {
    const [, , kind, named = "", what, ...rest] = path.split("/");
    if (what !== "events" || rest.length > 0) return refuse(`this devnet does not model ${path}`, 501);
    const more = paging(input);
    if (!more) return refuse("limit or fingerprint is wrong");
    if (kind === "transactions") return page(store.logsOfTransaction(named.toLowerCase()), input, { limit: MOST, offset: 0 });
    if (kind === "blocks") {
      const number = named === "latest" ? chain.head().number : Number(named);
      if (!Number.isSafeInteger(number)) return refuse("the block is no number");
      return page(store.logsOfBlock(number), input, more);
    }
    if (kind !== "contracts") return refuse(`this devnet does not model ${path}`, 501);
    const contract = readAddress(named);
    if (contract === undefined) return refuse("invalid contract address");
    const newestFirst = input["order_by"] === undefined || textOf(input, "order_by") !== "block_timestamp,asc";
    return page(store.logsOfContract(contract, newestFirst), input, more);
  };
}
