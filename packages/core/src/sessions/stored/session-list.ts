import { SESSION_GROUPS, type SessionGroup, type SessionState } from "@lucid/contract";
import type { ReadDb } from "@lucid/foundation";
import { createPrepareOnce } from "../../ground/index.ts";
import { IS_RECORD } from "./migrations/0006-records.ts";
import { matching } from "./session-search.ts";
import type { SessionTotals } from "./session-totals.ts";

export interface SessionFilter {
  /** Only this account's sessions; undefined for all. */
  readonly userId?: string | undefined;
  readonly state?: SessionState | undefined;
  readonly group?: SessionGroup | undefined;
  /** Words that a text of the session or its id begins with. */
  readonly words?: string | undefined;
  readonly sort: "created_at" | "updated_at" | "name" | "size";
  readonly order: "asc" | "desc";
  readonly limit: number;
  readonly offset: number;
}

export interface SessionPage {
  readonly ids: readonly string[];
  /** Of all pages. */
  readonly total: number;
}

const OTHER = { asc: "desc", desc: "asc" } as const;

/** Which sessions a page of a list holds, in two queries at most. */
export function createSessionList(db: ReadDb, totals: Pick<SessionTotals, "count">): (filter: SessionFilter) => SessionPage {
  const ids = createPrepareOnce<{ session_id: string }>(db);
  const counts = createPrepareOnce<{ total: number }>(db);

  /** The sums tell how many there are, and an index holds them in order. */
  function plainPage(filter: SessionFilter): SessionPage {
    const selection = plain(filter);
    const total = totals.count(filter.userId, statesOf(filter));
    const left = Math.min(filter.limit, total - filter.offset);
    if (left <= 0) return { ids: [], total };
    // The further half is nearer from the other end: nothing walks over more than half of the list.
    const behind = total - filter.offset - left;
    const isNearEnd = behind < filter.offset;
    const order = orderOf(filter, isNearEnd ? OTHER[filter.order] : filter.order);
    const found = pageOf(selection, order, left, isNearEnd ? behind : filter.offset);
    return { ids: isNearEnd ? found.toReversed() : found, total };
  }

  function searchedPage(search: string, filter: SessionFilter): SessionPage {
    const selection = searched(search, filter);
    const total = counts(`SELECT count(*) AS total ${selection.counted}`).get(...selection.values)?.total ?? 0;
    if (total <= filter.offset) return { ids: [], total };
    return { ids: pageOf(selection, orderOf(filter, filter.order), filter.limit, filter.offset), total };
  }

  /** Sorts and skips places, which the indexes hold beside the key; ids are read of the page alone, in the same order. */
  function pageOf({ from, values }: Selection, order: string, limit: number, offset: number): string[] {
    const places = `SELECT l.place ${from} ${order} LIMIT ? OFFSET ?`;
    const page = ids(`SELECT i.session_id FROM (${places}) p CROSS JOIN session_list i ON i.place = p.place`);
    return page.all(...values, limit, offset).map((row) => row.session_id);
  }

  return (filter) => {
    if (statesOf(filter)?.length === 0) return { ids: [], total: 0 };
    const search = filter.words === undefined ? undefined : matching(filter.words, filter.userId);
    return search === undefined ? plainPage(filter) : searchedPage(search, filter);
  };
}

function orderOf({ sort }: SessionFilter, order: SessionFilter["order"]): string {
  const key = sort === "size" ? "size_bytes" : sort;
  return `ORDER BY l.${key} ${order}, l.place ${order}`;
}

interface Selection {
  readonly from: string;
  readonly values: readonly string[];
}

/** The states that a session may be in; undefined for any but deleted. */
function statesOf({ state, group }: Pick<SessionFilter, "state" | "group">): readonly SessionState[] | undefined {
  const grouped: readonly SessionState[] | undefined = group && SESSION_GROUPS[group];
  if (state === undefined) return grouped;
  return grouped === undefined || grouped.includes(state) ? [state] : [];
}

/** As a condition that an index was made for. `values` are for its question marks. */
function inStates(filter: Pick<SessionFilter, "state" | "group">): { readonly sql: string; readonly values: readonly string[] } {
  const states = statesOf(filter);
  if (states === undefined) return { sql: "l.state <> 'deleted'", values: [] };
  if (filter.group === "records" && filter.state === undefined) return { sql: `l.${IS_RECORD}`, values: [] };
  const sql = states.length === 1 ? "l.state = ?" : `l.state IN (${states.map(() => "?").join(", ")})`;
  return { sql, values: states };
}

function plain(filter: SessionFilter): Selection {
  const { userId } = filter;
  const state = inStates(filter);
  const where = [state.sql, ...(userId === undefined ? [] : ["l.user_id = ?"])];
  const values = [...state.values, ...(userId === undefined ? [] : [userId])];
  return { from: `FROM session_list l WHERE ${where.join(" AND ")}`, values };
}

interface SearchedSelection extends Selection {
  /** The same, as far as it takes to count them. */
  readonly counted: string;
}

/** Deleted sessions have no texts, and the owner is part of the search. */
function searched(search: string, filter: SessionFilter): SearchedSelection {
  const found = "WHERE s.session_search MATCH ?";
  const from = `FROM session_search s CROSS JOIN session_list l ON l.place = s.rowid ${found}`;
  if (statesOf(filter) === undefined) return { from, counted: `FROM session_search s ${found}`, values: [search] };
  const { sql, values } = inStates(filter);
  const inState = `${from} AND ${sql}`;
  return { from: inState, counted: inState, values: [search, ...values] };
}
