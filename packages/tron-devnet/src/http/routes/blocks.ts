import { showBlock, showHeader } from "../../chain/block.ts";
import type { BlockRow } from "../../store/store.ts";
import { type Json, type JsonObject, readJson } from "../../text/json.ts";
import { isTrue, numberOf, RequestError, textOf } from "../input.ts";
import type { Routes, View } from "../route.ts";

/** `getblockbylimitnext` and `getblockbylatestnum` give no more blocks at once. */
const BLOCK_LIMIT = 100;

const show = (row: BlockRow | undefined, { store, newest }: View, detail = true): JsonObject => {
  if (!row || row.number > newest.number) return {};
  return detail ? showBlock(row, store.transactionsOf(row.number)) : showHeader(row);
};
const list = (rows: readonly BlockRow[], view: View): JsonObject =>
  rows.length === 0 ? {} : { block: rows.map((row) => show(row, view)) };

function find({ store, newest }: View, named: string): BlockRow | undefined {
  if (named === "") return newest;
  if (/^[0-9a-fA-F]{64}$/.test(named)) return store.blockById(named.toLowerCase());
  if (/^\d{1,15}$/.test(named)) return store.blockByNumber(Number(named));
  throw new RequestError("class java.lang.IllegalArgumentException : id_or_num must be a hash or number");
}

export const blockRoutes: Routes = {
  getnowblock: (_input, view) => show(view.newest, view),
  getblock: (input, view) =>
    show(find(view, input["id_or_num"] === undefined ? "" : textOf(input, "id_or_num")), view, isTrue(input["detail"])),
  getblockbynum: (input, view) => show(view.store.blockByNumber(numberOf(input, "num")), view),
  getblockbyid: (input, view) => show(view.store.blockById(textOf(input, "value").toLowerCase()), view),
  getblockbylimitnext(input, view) {
    const [start, end] = [numberOf(input, "startNum"), numberOf(input, "endNum")];
    if (end <= start || end - start > BLOCK_LIMIT) return {};
    return list(view.store.blocks(start, Math.min(end, view.newest.number + 1)), view);
  },
  getblockbylatestnum(input, view) {
    const count = numberOf(input, "num");
    if (count <= 0 || count >= BLOCK_LIMIT) return {};
    return list(view.store.blocks(view.newest.number + 1 - count, view.newest.number + 1).toReversed(), view);
  },
  gettransactioncountbyblocknum: (input, view) => ({
    count: view.store.blockByNumber(numberOf(input, "num"))?.transactions ?? -1,
  }),
  gettransactionbyid(input, { store, newest }) {
    const found = store.transaction(textOf(input, "value").toLowerCase());
    return found && found.block <= newest.number ? readJson(found.shown) : {};
  },
  gettransactioninfobyid(input, { store, newest }) {
    const found = store.transaction(textOf(input, "value").toLowerCase());
    return found && found.block <= newest.number ? readJson(found.info) : {};
  },
  gettransactioninfobyblocknum(input, { store, newest }) {
    const number = numberOf(input, "num");
    return number > newest.number ? [] : store.transactionsOf(number).map(({ info }): Json => readJson(info));
  },
  getpendingsize: (_input, { chain }) => ({ pendingSize: chain.pending().length }),
  gettransactionlistfrompending: (_input, { chain }) => ({ txId: chain.pending().map(({ id }) => id) }),
  gettransactionfrompending(input, { chain }) {
    const id = textOf(input, "value").toLowerCase();
    const found = chain.pending().find((row) => row.id === id);
    return found ? readJson(found.shown) : {};
  },
};
