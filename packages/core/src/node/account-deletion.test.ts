import { join } from "node:path";
import type { Account } from "@lucid/contract";
import { createWallet, newIdentity, sealIdentity, type Wallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode, type TestNode } from "@lucid/testkit/node";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { clientOf, logInAs, ownNode } from "./testing/owned-node.ts";

/** What a recording is proven by names its owner, and stays as long as the proof does. */
const PROOFS = new Set(["sessions.owner_address", "session_manifests.manifest"]);

/** Columns of node.db in which a text stands. */
function placesOf(node: TestNode, text: string): string[] {
  const db = new Database(join(node.data, "node.db"), { readonly: true });
  try {
    const columns = db
      .prepare<[], { name: string; place: string; column: string }>(
        `SELECT s.name, s.name || '.' || p.name AS place, p.name AS "column" FROM sqlite_schema s, pragma_table_info(s.name) p
         WHERE s.type = 'table' AND s.sql NOT LIKE '%VIRTUAL%'`,
      )
      .all();
    return columns
      .filter(({ name, column }) => db.prepare(`SELECT 1 FROM "${name}" WHERE instr(CAST("${column}" AS TEXT), ?) > 0`).get(text))
      .map(({ place }) => place);
  } finally {
    db.close();
  }
}

/** A passkey, an authenticator app with a backup code, and what is called by the person's name, as they are kept. */
function giveThings(node: TestNode, userId: string): void {
  const db = new Database(join(node.data, "node.db"));
  try {
    db.prepare(
      "INSERT INTO passkeys VALUES ('key', ?, 'credential', 'localhost', 'The key of Ada-Lovelace', x'00', 0, 0, 0, NULL)",
    ).run(userId);
    db.prepare("INSERT INTO second_factors VALUES (?, x'00', 0, 0)").run(userId);
    db.prepare("INSERT INTO backup_codes VALUES (?, zeroblob(32))").run(userId);
    db.prepare(
      `INSERT INTO api_keys (key_id, user_id, secret_hash, begins_with, name, scopes, addresses, created_at, expires_at)
       VALUES ('api', ?, zeroblob(32), 'lucid_', 'A script of Ada-Lovelace', '[]', '["192.0.2.7"]', 0, 9e15)`,
    ).run(userId);
    db.prepare("INSERT INTO mail_tokens VALUES (zeroblob(32), ?, 'confirm', 'Ada-Lovelace@example.org', 0, 9e15, NULL)").run(
      userId,
    );
    for (const [id, uses, label] of [
      ["one", 1, "For Ada-Lovelace"],
      ["many", 9, "The team"],
    ] as const) {
      const hash = Buffer.alloc(32, id);
      db.prepare(
        `INSERT INTO invitations (invitation_id, secret_hash, label, role, created_by, created_at, expires_at, max_uses, uses)
         VALUES (?, ?, ?, 'USER', ?, 0, 9e15, ?, 1)`,
      ).run(id, hash, label, userId, uses);
      db.prepare("INSERT INTO invitation_uses VALUES (?, ?, 0)").run(id, userId);
    }
    db.prepare(
      `INSERT INTO access_requests (request_id, user_id, policy_id, policy_version, rule_id, action, reason, minutes, reviewers, status, requested_at, ends_steady)
       VALUES ('asked', ?, 'policy', 1, 'rule', 'copy_out', 'Ada-Lovelace has to', 9, 1, 'denied', 0, 0)`,
    ).run(userId);
    for (const [policy, owner] of [
      ["own", userId],
      ["everybody's", null],
    ]) {
      db.prepare("INSERT INTO policies VALUES (?, ?, 'enabled', 1, 0)").run(policy, owner);
      db.prepare("INSERT INTO policy_versions VALUES (?, 1, 'hash', ?, ?, 0)").run(
        policy,
        JSON.stringify({ name: `Rules of ${owner === null ? "the house" : "Ada-Lovelace"}`, rules: [] }),
        userId,
      );
    }
    db.prepare("INSERT INTO access_decisions VALUES ('asked', ?, 'deny', 'No, Ada-Lovelace', 0)").run(userId);
  } finally {
    db.close();
  }
}

const TABLES = [
  ...["passkeys", "second_factors", "backup_codes", "login_sessions"],
  ...["api_keys", "mail_tokens", "invitation_uses", "access_requests"],
];

function rowsOf(node: TestNode, userId: string): number[] {
  const db = new Database(join(node.data, "node.db"), { readonly: true });
  try {
    return TABLES.map(
      (table) => db.prepare<[string], { n: number }>(`SELECT count(*) AS n FROM ${table} WHERE user_id = ?`).get(userId)?.n ?? 0,
    );
  } finally {
    db.close();
  }
}

async function openNode() {
  const node = await startTestNode({ settings: { registration: "open" } });
  const owner = await ownNode(node);
  const wallet = walletFromPhrase(createWallet().phrase);
  const ada = await ownNode({ url: node.url, setupCode: undefined, work: node.work, time: node.time }, wallet);
  await ada.client.people.updateMe({ username: "Ada-Lovelace" });
  const { identity, recipient } = newIdentity();
  await ada.client.people.setIdentity({ recipient, sealed: sealIdentity(identity, wallet.signMessage("any text")) });
  return {
    node,
    owner,
    ada,
    wallet,
    recipient,
    id: ada.login.user.user_id,
    [Symbol.asyncDispose]: () => node[Symbol.asyncDispose](),
  };
}
const refused = (code: string) =>
  expect.objectContaining({ data: expect.objectContaining({ body: { error: expect.objectContaining({ code }) } }) });
const removed = (id: string): Partial<Account> => ({
  user_id: id as Account["user_id"],
  status: "deleted",
  tron_address: null,
  username: null,
  recipient: null,
  last_login: null,
});

it("erases the person and leaves an id, while recordings stay with what proves them", async () => {
  await using test = await openNode();
  const { node, owner, ada, wallet, recipient, id } = test;
  const session_id = await ada.prepare();
  await ada.start(session_id);
  await ada.record(session_id, 1);
  const draft = await ada.prepare();
  await expect(owner.client.directory.remove({ user_id: id })).rejects.toEqual(refused("LUCID_PEOPLE_ERR_4707"));
  await ada.stop(session_id);
  await ada.until(session_id, ({ state }) => state !== "processing");
  giveThings(node, id);

  const told = await owner.client.directory.remove({ user_id: id });
  expect(told).toEqual({ message: "The account is deleted" });
  expect(await owner.client.people.get({ user_id: id })).toMatchObject(removed(id));
  await expect(ada.client.people.me()).rejects.toEqual(refused("LUCID_ERR_2003"));
  const left = [wallet.address, "Ada-Lovelace", recipient].flatMap((text) => placesOf(node, text));
  expect(left.filter((place) => !PROOFS.has(place))).toEqual([]);
  expect(rowsOf(node, id)).toEqual(TABLES.map(() => 0));
  expect(placesOf(node, "Rules of the house")).toEqual(["policy_versions.document"]);
  expect(placesOf(node, "The team")).toEqual(["invitations.label"]);
  expect((await owner.client.sessions.get({ session_id })).user_id).toBe(id);
  await expect(owner.client.sessions.get({ session_id: draft })).resolves.toMatchObject({ state: "deleted" });
  await expect(owner.client.directory.remove({ user_id: id })).rejects.toEqual(refused("LUCID_PEOPLE_ERR_4704"));
  expect((await owner.client.directory.list({ status: "deleted" })).users).toEqual([expect.objectContaining(removed(id))]);

  const again = await logInAs(node, wallet);
  expect(again.user.user_id).not.toBe(id);
});

it("is for oneself to do, with the wallet's address, and not for the last owner", async () => {
  await using test = await openNode();
  const { node, owner, ada, wallet, id } = test;
  const differs = ada.client.account.delete({ tron_address: owner.wallet.address });
  await expect(differs).rejects.toEqual(refused("LUCID_PEOPLE_ERR_4708"));
  await ada.client.account.delete({ tron_address: wallet.address });
  expect(await owner.client.people.get({ user_id: id })).toMatchObject(removed(id));

  const alone = owner.client.account.delete({ tron_address: owner.wallet.address });
  await expect(alone).rejects.toEqual(refused("LUCID_PEOPLE_ERR_4701"));
  expect((await owner.client.people.me()).username).toBeNull();
  const other: Wallet = walletFromPhrase(createWallet().phrase);
  await owner.client.directory.create({ tron_address: other.address, role: "SUPER_ADMIN" });
  await owner.client.account.delete({ tron_address: owner.wallet.address });
  const heir = clientOf(node, (await logInAs(node, other)).access_token);
  expect((await heir.logins.setup()).needed).toBe(false);
});
