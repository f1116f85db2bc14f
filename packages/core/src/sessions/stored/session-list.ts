import { SESSION_GROUPS, type SessionGroup, type SessionState } from "@lucid/contract";
import { type ReadDb, readSha256 } from "@lucid/foundation";
import { createPrepareOnce } from "../../ground/index.ts";
import { IS_RECORD } from "./migrations/0006-records.ts";
import { INDEXED_DIGITS } from "./migrations/0012-hashes.ts";
import { matching } from "./session-search.ts";
import type { SessionTotals } from "./session-totals.ts";

export interface SessionFilter {
  /** Only this account's sessions; undefined for all. */
  readonly userId?: string | undefined;
  readonly state?: SessionState | undefined;
  readonly group?: SessionGroup | undefined;
  /** Words that a text of the session or its id begins with; or a hash of its manifest, its tree or one of its chunks. */
  readonly words?: string | undefined;
  readonly sort: "created_at" | "updated_at" | "name" | "size";
  readonly order: "asc" | "desc";
  readonly limit: number;
  readonly offset: number;
}

export interface SessionPage {
  /** The sessions of the page, by their `place`. */
  readonly places: readonly number[];
  /** Of all pages. */
  readonly total: number;
}

const OTHER = { asc: "desc", desc: "asc" } as const;

/** Which sessions a page of a list holds, in two queries at most. */
export function createSessionList(db: ReadDb, totals: Pick<SessionTotals, "count">): (filter: SessionFilter) => SessionPage {
  const prepared = createPrepareOnce<number>(db);
  const numbersOf = (sql: string, values: readonly (string | number)[]): number[] =>
    prepared(sql)
      .pluck()
      .all(...values);

  /** The sums tell how many there are, and an index holds them in order. */
  function plainPage(filter: SessionFilter): SessionPage {
    const total = totals.count(filter.userId, statesOf(filter));
    const left = Math.min(filter.limit, total - filter.offset);
    if (left <= 0) return { places: [], total };
    // The further half is nearer from the other end: nothing walks over more than half of the list.
    const behind = total - filter.offset - left;
    const isNearEnd = behind < filter.offset;
    const { from, values } = plain(filter, isNearEnd ? OTHER[filter.order] : filter.order);
    const found = numbersOf(`${from} LIMIT ? OFFSET ?`, [...values, left, isNearEnd ? behind : filter.offset]);
    return { places: isNearEnd ? found.toReversed() : found, total };
  }

  function searchedPage(search: string, filter: SessionFilter): SessionPage {
    const { limit, offset } = filter;
    const { from, values } = searched(search, filter);
    if (statesOf(filter) === undefined) {
      const [total = 0] = numbersOf("SELECT count(*) FROM session_search s WHERE s.session_search MATCH ?", [search]);
      return { places: total <= offset ? [] : numbersOf(`${from} LIMIT ? OFFSET ?`, [...values, limit, offset]), total };
    }
    // Each hit is looked up for its state: to count them apart would look them up twice.
    const found = numbersOf(from, values);
    return { places: found.slice(offset, offset + limit), total: found.length };
  }

  /** Sessions that a hash belongs to, few or none. */
  function hashedPage(hash: string, filter: SessionFilter): SessionPage {
    const { from, values } = hashed(hash, filter);
    const found = numbersOf(from, values);
    return { places: found.slice(filter.offset, filter.offset + filter.limit), total: found.length };
  }

  return (filter) => {
    if (statesOf(filter)?.length === 0) return { places: [], total: 0 };
    const hash = filter.words === undefined ? undefined : readSha256(filter.words);
    const byHash = hash === undefined ? undefined : hashedPage(hash, filter);
    if (byHash !== undefined && byHash.total > 0) return byHash;
    const search = filter.words === undefined ? undefined : matching(filter.words, filter.userId);
    return search === undefined ? plainPage(filter) : searchedPage(search, filter);
  };
}

const keyOf = ({ sort }: SessionFilter): string => (sort === "size" ? "size_bytes" : sort);

interface Selection {
  /** Selects places in their order. */
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

function plain(filter: SessionFilter, order: SessionFilter["order"]): Selection {
  const { userId } = filter;
  const key = keyOf(filter);
  const [state, ...others] = statesOf(filter) ?? [];
  if (userId === undefined && state !== undefined && others.length === 0) {
    // One state of all: the index goes on to the next state behind it, which the count keeps a page from reaching. To compare the
    // state of each row that is passed over costs three times as much as to pass over it.
    const from = `SELECT l.place FROM session_list l WHERE l.state ${order === "asc" ? ">=" : "<="} ?`;
    return { from: `${from} ORDER BY l.state ${order}, l.${key} ${order}, l.place ${order}`, values: [state] };
  }
  const { sql, values } = inStates(filter);
  const where = [sql, ...(userId === undefined ? [] : ["l.user_id = ?"])].join(" AND ");
  return {
    from: `SELECT l.place FROM session_list l WHERE ${where} ORDER BY l.${key} ${order}, l.place ${order}`,
    values: [...values, ...(userId === undefined ? [] : [userId])],
  };
}

/** Deleted sessions have no texts, and the owner is part of the search. */
function searched(search: string, filter: SessionFilter): Selection {
  const { order } = filter;
  const from =
    "SELECT l.place FROM session_search s CROSS JOIN session_list l ON l.place = s.rowid WHERE s.session_search MATCH ?";
  const sorted = `ORDER BY l.${keyOf(filter)} ${order}, l.place ${order}`;
  if (statesOf(filter) === undefined) return { from: `${from} ${sorted}`, values: [search] };
  const { sql, values } = inStates(filter);
  return { from: `${from} AND ${sql} ${sorted}`, values: [search, ...values] };
}

/** Of a deleted recording the hashes stay, as its proof does: it is found where deleted ones are asked for. */
function hashed(hash: string, filter: SessionFilter): Selection {
  const { order, userId } = filter;
  const { sql, values } = inStates(filter);
  const owned = userId === undefined ? { sql: "", values: [] } : { sql: "AND l.user_id = ?", values: [userId] };
  return {
    from: `SELECT l.place FROM session_list l WHERE l.place IN (
        SELECT place FROM sessions WHERE merkle_root = ? UNION SELECT place FROM sessions WHERE manifest_hash = ?
        UNION SELECT s.place FROM chunks c CROSS JOIN sessions s ON s.session_id = c.session_id
          WHERE substr(c.entry ->> '$.sha256', 1, ${INDEXED_DIGITS}) = ? AND c.entry ->> '$.sha256' = ?)
      AND ${sql} ${owned.sql} ORDER BY l.${keyOf(filter)} ${order}, l.place ${order}`,
    values: [hash, hash, hash.slice(0, INDEXED_DIGITS), hash, ...values, ...owned.values],
  };
}
