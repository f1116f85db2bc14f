import { type Account, ROLES } from "@lucid/contract";
import { type OpenDatabase, openDatabase } from "@lucid/foundation";
import { expect, it } from "vitest";
import { nodeMigrations } from "../ground/index.ts";
import { countQueries } from "../sessions/testing/count-queries.ts";
import { createAccountList } from "./account-list.ts";
import { peopleTables } from "./people-tables.ts";

const STATUSES = ["active", "active", "active", "suspended"] as const satisfies readonly Account["status"][];
const KYC = ["none", "verified", "pending"] as const satisfies readonly Account["kyc_status"][];
const id = (at: number): string => `cccccccc-0000-4000-8000-${String(at).padStart(12, "0")}`;

const people = Array.from({ length: 90 }, (_, at) => ({
  user_id: id(at),
  tron_address: at % 10 === 9 ? null : `T${"ABC"[at % 3]}x${String(at).padStart(31, "0")}`,
  username: at % 2 === 0 && at % 10 !== 9 ? `${at % 4 === 0 ? "Ada" : "Grace"}-${at}` : null,
  role: ROLES[at % ROLES.length] ?? "USER",
  status: at % 10 === 9 ? "deleted" : (STATUSES[at % STATUSES.length] ?? "active"),
  kyc_status: KYC[at % KYC.length] ?? "none",
  created_at: (at * 7) % 41,
  // Of the same moment the one that was stored later is the newer one.
  place: at,
}));
type Person = (typeof people)[number];

function openPeople(): OpenDatabase {
  const db = openDatabase({ path: ":memory:", migrations: nodeMigrations, synchronous: "normal" });
  db.attach(peopleTables);
  const insert = db.write.prepare<[Omit<Person, "place">]>(`
    INSERT INTO users (user_id, tron_address, username, role, admin_label, status, kyc_status, created_at, updated_at)
    VALUES (:user_id, :tron_address, :username, :role, CASE :role WHEN 'ADMIN' THEN 'operator' END, :status, :kyc_status, :created_at, 0)`);
  for (const { place: _place, ...person } of people) insert.run(person);
  return db;
}

const newestFirst = (one: Person, other: Person): number => other.created_at - one.created_at || other.place - one.place;

function pagesOf(db: OpenDatabase, filter: object, options: { few?: number } = {}): { ids: string[]; totals: Set<number> } {
  const list = createAccountList(db.read, options);
  const pages = Array.from({ length: 14 }, (_, page) => list({ ...filter, limit: 7, offset: page * 7 }));
  return {
    ids: pages.flatMap(({ accounts }) => accounts.map(({ user_id }) => user_id)),
    totals: new Set(pages.map(({ total }) => total)),
  };
}

it("is the same whole and in pages, with every filter", () => {
  using db = openPeople();
  for (const role of [undefined, "ADMIN"] as const)
    for (const status of [undefined, "active", "suspended", "deleted"] as const)
      for (const kycStatus of [undefined, "pending"] as const)
        for (const text of [undefined, "ada", "GRACE-2", "TAx0"]) {
          const fits = (one: Person): boolean =>
            (role === undefined || one.role === role) &&
            (status === undefined ? one.status !== "deleted" : one.status === status) &&
            (kycStatus === undefined || one.kyc_status === kycStatus) &&
            (text === undefined ||
              one.username?.toLowerCase().startsWith(text.toLowerCase()) === true ||
              one.tron_address?.startsWith(text) === true);
          const whole = people.filter(fits).toSorted(newestFirst);
          // Of few their rows are looked up, of many the list is walked.
          for (const few of [1_000, 0]) {
            const { ids, totals } = pagesOf(db, { role, status, kycStatus, text }, { few });
            expect(ids).toEqual(whole.map(({ user_id }) => user_id));
            expect(totals).toEqual(new Set([whole.length]));
          }
        }
});

it("finds an id by its beginning, and nobody by the T that all addresses begin with", () => {
  using db = openPeople();
  const list = createAccountList(db.read);
  expect(list({ text: id(4).toUpperCase(), limit: 5, offset: 0 }).accounts.map(({ user_id }) => user_id)).toEqual([id(4)]);
  expect(list({ text: "TA", limit: 5, offset: 0 })).toEqual({ accounts: [], total: 0 });
});

it("walks an index in its order, whatever is asked for, in two queries", () => {
  using db = openPeople();
  const counting = countQueries(db);
  const list = createAccountList(counting.db.read);
  const filters = [
    ...[{}, { role: "USER" }, { status: "suspended" }, { status: "deleted" }, { kycStatus: "pending" }],
    ...[
      { role: "USER", kycStatus: "pending" },
      { status: "active", role: "USER" },
      { status: "active", kycStatus: "pending" },
    ],
    { status: "active", role: "USER", kycStatus: "pending" },
  ] as const;
  for (const filter of filters) list({ ...filter, limit: 2, offset: 1 });
  expect(counting.queries().length).toBe(2 * filters.length);
  for (const sql of new Set(counting.queries().filter((text) => text.includes("FROM users")))) {
    const plan = counting.plan(sql).join("\n");
    expect(plan, sql).not.toMatch(/TEMP B-TREE/);
    expect(plan, sql).toMatch(/USING INDEX users_\w+_index/);
  }
});

it("searches in indexes", () => {
  using db = openPeople();
  const counting = countQueries(db);
  for (const few of [1_000, 0]) createAccountList(counting.db.read, { few })({ text: "Grace", limit: 5, offset: 0 });
  for (const sql of counting.queries()) {
    const plan = counting.plan(sql).join("\n");
    expect(plan, sql).not.toMatch(/SCAN users(?! USING INDEX users_created_at_index)/);
    // What walks the list ends with its page.
    if (sql.includes("OFFSET")) expect(plan, sql).not.toContain("TEMP B-TREE");
  }
});

it("keeps its counts with the rows", () => {
  using db = openPeople();
  db.write.prepare("UPDATE users SET kyc_status = 'expired', role = 'USER', admin_label = NULL WHERE status = 'suspended'").run();
  const counted = db.read.prepare("SELECT * FROM account_counts WHERE accounts <> 0 ORDER BY role, status, kyc_status").all();
  const real = db.read.prepare(`SELECT role, status, kyc_status, count(*) AS accounts FROM users
    GROUP BY role, status, kyc_status ORDER BY role, status, kyc_status`);
  expect(counted).toEqual(real.all());
});
