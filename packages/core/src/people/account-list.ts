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
/** Stands behind everything that begins with the same. */
const END = "\u{10ffff}";

/** Pages of accounts, newest first, in two queries: none of them walks over more than half of the list, and none counts it. */
export function createAccountList(db: ReadDb): (filter: AccountFilter) => AccountPage {
  const pages = createPrepareOnce<AccountRow>(db);
  const counts = createPrepareOnce<{ total: number }>(db);

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

  /** Of those who are found only what is needed is read: a short text may find a third of all. */
  function searchedPage(text: string, filter: AccountFilter): AccountPage {
    const { sql, values } = conditionsOf(filter);
    const begins = beginsWith(text);
    const from = `FROM users WHERE rowid IN (${begins.sql}) AND ${sql}`;
    const all = [...begins.values, ...values];
    const total = counts(`SELECT count(*) AS total ${from}`).get(...all)?.total ?? 0;
    const places = `SELECT rowid AS place ${from} ORDER BY created_at DESC, rowid DESC LIMIT ? OFFSET ?`;
    const rows = pages(
      `SELECT ${COLUMNS} FROM (${places}) JOIN users ON users.rowid = place ORDER BY created_at DESC, place DESC`,
    );
    return { accounts: rows.all(...all, filter.limit, filter.offset), total };
  }

  return (filter) => (filter.text === undefined ? plainPage(filter) : searchedPage(filter.text, filter));
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

function beginsWith(text: string): Condition {
  const ranges = [
    { column: "username", from: text },
    { column: "email", from: text.toLowerCase() },
    { column: "user_id", from: text.toLowerCase() },
    ...(text.length < ADDRESS_MIN_LENGTH ? [] : [{ column: "tron_address", from: text }]),
  ];
  return {
    sql: ranges.map(({ column }) => `SELECT rowid FROM users WHERE ${column} >= ? AND ${column} < ?`).join(" UNION "),
    values: ranges.flatMap(({ from }) => [from, `${from}${END}`]),
  };
}
