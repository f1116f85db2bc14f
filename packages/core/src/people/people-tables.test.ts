import { type OpenDatabase, openDatabase } from "@lucid/foundation";
import { expect, it } from "vitest";
import { nodeMigrations } from "../ground/index.ts";
import { peopleTables } from "./people-tables.ts";

const USER = "11111111-1111-4111-8111-111111111111";
const ADMIN = "33333333-3333-4333-8333-333333333333";

/** As a node of before had it: an owner of logins, with a wallet and a name. */
function openBefore(): OpenDatabase {
  const db = openDatabase({ path: ":memory:", migrations: nodeMigrations, synchronous: "normal" });
  const insert = db.write.prepare(`
    INSERT INTO users (user_id, tron_address, username, role, status, kyc_status, recipient, sealed_identity, created_at, updated_at)
    VALUES (?, ?, ?, ?, 'active', 'verified', 'age1x', 'v1.00.00.00', 5, 6)`);
  insert.run(USER, "TGzz8gjYiYRqpfmDwnLxfgPuLVNmpCswVp", "Ada", "USER");
  insert.run(ADMIN, "TVjsyZ7fYF3qLF6BQgPmTEZy1xrNNyVAAA", null, "ADMIN");
  db.write
    .prepare(`INSERT INTO login_sessions (login_session_id, user_id, device_info, ip_address, created_at, last_activity)
      VALUES ('one', ?, 'device', 'address', 1, 2)`)
    .run(USER);
  return db;
}

it("takes over accounts of before with what refers to them, and what an admin could do", () => {
  using db = openBefore();
  const select = `SELECT user_id, tron_address, username, role, status, kyc_status, recipient, sealed_identity, created_at, updated_at,
    last_login FROM users ORDER BY user_id`;
  const before = db.read.prepare(select).all();
  db.attach(peopleTables);
  expect(db.read.prepare(select).all()).toEqual(before);
  const labels = db.read.prepare("SELECT admin_label FROM users ORDER BY user_id").all();
  expect(labels).toEqual([{ admin_label: null }, { admin_label: "admin" }]);
  expect(db.read.prepare("SELECT count(*) AS logins FROM login_sessions JOIN users USING (user_id)").get()).toEqual({
    logins: 1,
  });
  expect(db.read.prepare("SELECT sum(accounts) AS accounts FROM account_counts").get()).toEqual({ accounts: 2 });
  expect(() => db.write.prepare("DELETE FROM users WHERE user_id = ?").run(USER)).toThrow("FOREIGN KEY");
});

it("leaves nothing of a person in the row of a deleted account", () => {
  using db = openBefore();
  db.attach(peopleTables);
  const remove = (rest: string) =>
    db.write.prepare(`UPDATE users SET status = 'deleted', tron_address = NULL ${rest} WHERE user_id = ?`).run(USER);
  expect(() => remove("")).toThrow("CHECK");
  expect(() => remove(", username = NULL")).toThrow("CHECK");
  expect(remove(", username = NULL, recipient = NULL, sealed_identity = NULL").changes).toBe(1);
});
