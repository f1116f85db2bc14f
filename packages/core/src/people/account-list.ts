import type { Account, Role } from "@lucid/contract";
import type { ReadDb } from "@lucid/foundation";
import { createPrepareOnce } from "../ground/index.ts";
import { type AccountRow, COLUMNS } from "./account-repository.ts";

export interface AccountFilter {
  readonly role?: Role | undefined;
  /** Undefined: any but deleted. */
  readonly status?: Account["status"] | undefined;
  readonly kycStatus?: Account["kyc_status"] | undefined;
  /** What a name, an e-mail address, an id or a TRON address begins with. */
  readonly text?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface AccountPage {
  readonly accounts: readonly AccountRow[];
  /** Of all pages. */
  readonly total: number;
}

/** All TRON addresses begin with T and one of few letters: fewer than this find nobody, and everybody. */
const ADDRESS_MIN_LENGTH = 4;
/** As many who are found are looked up one by one; to walk over 100 000 costs as much as to look up some thousands. */
const FEW = 2_000;
/** Stands behind everything that begins with the same. */
const END = "\u{10ffff}";

/** Pages of accounts, newest first: none walks over more than half of the list or counts it, but a search of many with filters. */
export function createAccountList(db: ReadDb, { few = FEW } = {}): (filter: AccountFilter) => AccountPage {
  const pages = createPrepareOnce<AccountRow>(db);
  const counts = createPrepareOnce<{ total: number }>(db);
  const places = createPrepareOnce<number>(db);
  const inOrder = db.prepare<[string], AccountRow>(
    `SELECT ${COLUMNS} FROM users WHERE rowid IN (SELECT value FROM json_each(?)) ORDER BY created_at DESC, rowid DESC`,
  );

  function plainPage(filter: AccountFilter): AccountPage {
    const { sql, values } = conditionsOf(filter);
    const total =
      counts(`SELECT coalesce(sum(accounts), 0) AS total FROM account_counts WHERE ${sql}`).get(...values)?.total ?? 0;
    const left = Math.min(filter.limit, total - filter.offset);
    if (left <= 0) return { accounts: [], total };
    const behind = total - filter.offset - left;
    const isNearEnd = behind < filter.offset;
    const order = isNearEnd ? "asc" : "desc";
    const rows = pages(`SELECT ${COLUMNS} FROM users WHERE ${sql} ORDER BY created_at ${order}, rowid ${order} LIMIT ? OFFSET ?`);
    const page = rows.all(...values, left, isNearEnd ? behind : filter.offset);
    return { accounts: isNearEnd ? page.toReversed() : page, total };
  }

  /** Who is found stands in indexes; few are looked up one by one, and of many the list is walked until the page is full. */
  function searchedPage(text: string, filter: AccountFilter): AccountPage {
    const ranges = rangesOf(text, filter.status === undefined);
    const found = new Set(ranges.flatMap((range) => numbers(placesIn(range), few + 1)));
    const { places, total } = found.size > few ? manyOf(ranges, filter) : fewOf(found, filter);
    return { accounts: inOrder.all(JSON.stringify(places)), total };
  }

  const numbers = ({ sql, values }: Condition, ...more: readonly number[]): number[] =>
    places(sql)
      .pluck()
      .all(...values, ...more);

  function fewOf(found: ReadonlySet<number>, filter: AccountFilter): FoundPage {
    const { sql, values } = conditionsOf(filter);
    const all = numbers({
      sql: `SELECT rowid FROM users WHERE rowid IN (SELECT value FROM json_each(?)) AND ${sql} ORDER BY created_at DESC, rowid DESC`,
      values: [JSON.stringify([...found]), ...values],
    });
    return { places: all.slice(filter.offset, filter.offset + filter.limit), total: all.length };
  }

  /** The page ends the walk, and without filters the indexes alone are counted. */
  function manyOf(ranges: readonly Range[], filter: AccountFilter): FoundPage {
    const { sql, values } = conditionsOf(filter);
    const begins = { sql: ranges.map(isInside).join(" OR "), values: ranges.flatMap(boundsOf) };
    const all = [...values, ...begins.values];
    const page = {
      sql: `SELECT rowid FROM users WHERE ${sql} AND (${begins.sql}) ${NEWEST_FIRST} LIMIT ? OFFSET ?`,
      values: all,
    };
    const count = isFiltered(filter)
      ? { sql: `SELECT count(*) FROM users WHERE ${sql} AND (${begins.sql})`, values: all }
      : countOf(ranges);
    return { places: numbers(page, filter.limit, filter.offset), total: numbers(count)[0] ?? 0 };
  }

  return (filter) => (filter.text === undefined ? plainPage(filter) : searchedPage(filter.text, filter));
}

interface FoundPage {
  /** Row ids in their order. */
  readonly places: readonly number[];
  readonly total: number;
}

interface Condition {
  readonly sql: string;
  readonly values: readonly string[];
}

/** For `users` and `account_counts` alike. */
function conditionsOf({ role, status, kycStatus }: AccountFilter): Condition {
  const asked = Object.entries({ role, status, kyc_status: kycStatus }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ sql: `${name} = ?`, value }],
  );
  const conditions = asked.map(({ sql }) => sql);
  if (status === undefined) conditions.unshift("status <> 'deleted'");
  return { sql: conditions.join(" AND "), values: asked.map(({ value }) => value) };
}

const isFiltered = ({ role, status, kycStatus }: AccountFilter): boolean => (role ?? status ?? kycStatus) !== undefined;

const NEWEST_FIRST = "ORDER BY created_at DESC, rowid DESC";

/** What begins with a text in one column, which has an index. */
interface Range {
  readonly column: string;
  readonly from: string;
  readonly more: string;
}

/** Nothing of a deleted account is left to be found but its id. */
function rangesOf(text: string, butDeleted: boolean): readonly Range[] {
  const lower = text.toLowerCase();
  return [
    { column: "username", from: text, more: "" },
    { column: "email", from: lower, more: "" },
    { column: "user_id", from: lower, more: butDeleted ? " AND +status <> 'deleted'" : "" },
    ...(text.length < ADDRESS_MIN_LENGTH ? [] : [{ column: "tron_address", from: text, more: "" }]),
  ];
}

const boundsOf = ({ from }: Range): string[] => [from, `${from}${END}`];

const placesIn = (range: Range): Condition => ({
  sql: `SELECT rowid FROM users WHERE ${range.column} >= ? AND ${range.column} < ?${range.more} LIMIT ?`,
  values: boundsOf(range),
});

/** The same for a row that is there already: the sign keeps the index of the column out of it. */
const isInside = ({ column }: Range): string => `(+${column} >= ? AND +${column} < ?)`;

const isOutside = ({ column }: Range): string => `(+${column} IS NULL OR +${column} < ? OR +${column} >= ?)`;

/** Each who is found counts in the first range that has them. */
function countOf(ranges: readonly Range[]): Condition {
  const parts = ranges.map((range, at) => {
    const before = ranges.slice(0, at);
    const { column, more } = range;
    return {
      sql: `(SELECT count(*) FROM users WHERE ${column} >= ? AND ${column} < ?${more}${before.map((one) => ` AND ${isOutside(one)}`).join("")})`,
      values: [range, ...before].flatMap(boundsOf),
    };
  });
  return { sql: `SELECT ${parts.map(({ sql }) => sql).join(" + ")}`, values: parts.flatMap(({ values }) => values) };
}
