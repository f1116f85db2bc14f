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

/** Pages of accounts, newest first, in two queries, of a search in three: none of them walks over more than half of the list, or counts it. */
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

  /** Who is found stands in indexes; of few their rows are looked up, and of many the list is walked until the page is full. */
  function searchedPage(text: string, filter: AccountFilter): AccountPage {
    const found = new Set(numbers(beginsWith(text, filter.status === undefined)));
    const { places, total } = found.size > few ? among(found, filter) : fewOf(found, filter);
    return { accounts: inOrder.all(JSON.stringify(places)), total };
  }

  const numbers = ({ sql, values }: Condition): number[] =>
    places(sql)
      .pluck()
      .all(...values);

  function fewOf(found: ReadonlySet<number>, filter: AccountFilter): FoundPage {
    const { sql, values } = conditionsOf(filter);
    const all = numbers({
      sql: `SELECT rowid FROM users WHERE rowid IN (SELECT value FROM json_each(?)) AND ${sql} ORDER BY created_at DESC, rowid DESC`,
      values: [JSON.stringify([...found]), ...values],
    });
    return { places: all.slice(filter.offset, filter.offset + filter.limit), total: all.length };
  }

  function among(found: ReadonlySet<number>, filter: AccountFilter): FoundPage {
    const { sql, values } = conditionsOf(filter);
    const walk = `SELECT rowid FROM users WHERE ${sql} ORDER BY created_at DESC, rowid DESC`;
    const end = filter.offset + filter.limit;
    if (isFiltered(filter)) {
      const all = numbers({ sql: walk, values }).filter((place) => found.has(place));
      return { places: all.slice(filter.offset, end), total: all.length };
    }
    const page: number[] = [];
    let passed = 0;
    for (const place of places(walk)
      .pluck()
      .iterate(...values)) {
      if (!found.has(place)) continue;
      if (passed >= filter.offset) page.push(place);
      passed += 1;
      if (passed === end) break;
    }
    return { places: page, total: found.size };
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

/** Nothing of a deleted account is left to be found but its id. */
function beginsWith(text: string, butDeleted: boolean): Condition {
  const ranges = [
    { column: "username", from: text },
    { column: "email", from: text.toLowerCase() },
    { column: "user_id", from: text.toLowerCase(), more: butDeleted ? " AND status <> 'deleted'" : "" },
    ...(text.length < ADDRESS_MIN_LENGTH ? [] : [{ column: "tron_address", from: text }]),
  ];
  return {
    sql: ranges
      .map(({ column, more = "" }) => `SELECT rowid FROM users WHERE ${column} >= ? AND ${column} < ?${more}`)
      .join(" UNION ALL "),
    values: ranges.flatMap(({ from }) => [from, `${from}${END}`]),
  };
}
