import { join } from "node:path";
import { API_PREFIX, InvitationId, invitationErrors, loginErrors, type Role, UserId } from "@lucid/contract";
import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode } from "@lucid/testkit/node";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { clientOf, ownNode } from "./testing/owned-node.ts";

const newWallet = (): Wallet => walletFromPhrase(createWallet().phrase);
const { INVITATION_INVALID, INVITATION_NOT_NEEDED } = invitationErrors.spec;

async function invitingNode(settings: { registration?: "open" | "invitation" | "closed" } = {}) {
  const stack = new AsyncDisposableStack();
  const node = stack.use(await startTestNode({ settings }));
  const owner = await ownNode(node);

  async function call(path: string, body: object, token?: string) {
    const answer = await fetch(`${node.url}${API_PREFIX}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    const json = (await answer.json()) as { access_token?: string; user?: { role: Role; user_id: string } } & {
      error?: { code: string; details: unknown };
    };
    return { status: answer.status, code: json.error?.code ?? "ok", details: json.error?.details, json };
  }

  async function come(wallet: Wallet, invitation?: string) {
    const { challenge_id, message } = await clientOf(node).logins.challenge({ tron_address: wallet.address });
    const signature = wallet.signMessage(message);
    return await call("/auth/login", {
      challenge_id,
      tron_address: wallet.address,
      signature,
      ...(invitation ? { invitation } : {}),
    });
  }

  return { node, owner, call, come, invite: owner.client.invitations.create, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it("makes the invited an account with the role that was meant, once", async () => {
  await using test = await invitingNode();
  const { secret, path, invitation } = await test.invite({ role: "AUDITOR", label: "The auditors" });
  expect(path).toBe(`/join#invite=${secret}`);
  const wallet = newWallet();
  expect((await test.come(wallet)).code).toBe(loginErrors.spec.REGISTRATION_CLOSED.code);
  const joined = await test.come(wallet, secret);
  expect(joined).toMatchObject({ status: 200, json: { user: { role: "AUDITOR" } } });
  expect(await test.come(newWallet(), secret)).toMatchObject({ code: INVITATION_INVALID.code, details: { reason: "used" } });
  const { invitations } = await test.owner.client.invitations.list({});
  expect(invitations).toMatchObject([
    { invitation_id: invitation.invitation_id, state: "used", uses: 1, joined: [joined.json.user?.user_id] },
  ]);
  expect((await test.come(wallet)).status).toBe(200);
});

it("lists those of one state, one role or one note", async () => {
  await using test = await invitingNode();
  const { client } = test.owner;
  const give = async (role: Role, label: string) => (await test.invite({ role, label })).invitation.invitation_id;
  const [open, back] = [await give("USER", "For Ada, 10 %"), await give("AUDITOR", "The auditors")];
  await client.invitations.revoke({ invitation_id: InvitationId.parse(back) });
  const { user_id } = await client.directory.create({ tron_address: newWallet().address, role: "SUPER_ADMIN" });
  const found = async (wanted: Parameters<typeof client.invitations.list>[0]) => {
    const { invitations, pagination } = await client.invitations.list(wanted);
    expect(pagination.total).toBe(invitations.length);
    return invitations.map(({ invitation_id }) => invitation_id);
  };
  expect(await found({ state: "open" })).toEqual([open]);
  expect(await found({ state: "revoked" })).toEqual([back]);
  expect(await found({ state: "used" })).toEqual([]);
  expect(await found({ role: "AUDITOR" })).toEqual([back]);
  expect(await found({ q: "ada" })).toEqual([open]);
  expect(await found({ q: "10 %" })).toEqual([open]);
  expect(await found({ q: "%" })).toEqual([open]);
  expect(await found({ role: "AUDITOR", q: "ada" })).toEqual([]);
  expect((await client.invitations.list({ page: 2, limit: 1, state: "open" })).pagination).toMatchObject({ total: 1, pages: 1 });
  // What its maker may not give any more is worth nothing, and listed so.
  const db = new Database(join(test.node.data, "node.db"));
  db.prepare("UPDATE invitations SET created_by = ? WHERE invitation_id = ?").run(user_id, open);
  db.close();
  expect(await found({ state: "open" })).toEqual([open]);
  await client.directory.change({ user_id: UserId.parse(user_id), role: "NODE_OPERATOR" });
  expect(await found({ state: "open" })).toEqual([]);
  // Made within one millisecond, they stand in either order.
  expect(new Set(await found({ state: "revoked" }))).toEqual(new Set([back, open]));
});

it("counts each use once, however many come at the same time", async () => {
  await using test = await invitingNode();
  const { secret } = await test.invite({ uses: 3 });
  const outcomes = await Promise.all(Array.from({ length: 8 }, async () => (await test.come(newWallet(), secret)).code));
  expect(outcomes.filter((code) => code === "ok")).toHaveLength(3);
  expect(outcomes.filter((code) => code === INVITATION_INVALID.code)).toHaveLength(5);
});

it("tells the invited who invites to which node as what, without being used up", async () => {
  await using test = await invitingNode();
  await test.owner.client.people.updateMe({ username: "Grace" });
  const { secret } = await test.invite({ role: "NODE_OPERATOR", label: "not for the invited" });
  const stranger = clientOf(test.node);
  for (let looks = 0; looks < 2; looks += 1) {
    const offer = await stranger.invitations.look({ secret });
    expect(offer).toMatchObject({
      role: "NODE_OPERATOR",
      invited_by: { name: "Grace" },
      node: { host: new URL(test.node.url).host },
    });
    expect(JSON.stringify(offer)).not.toContain("not for the invited");
  }
  expect((await test.come(newWallet(), secret)).code).toBe("ok");
});

it("is not needed by a wallet that has an account, and is not used up by it", async () => {
  await using test = await invitingNode();
  const { secret } = await test.invite({});
  const second = await test.invite({});
  const wallet = newWallet();
  await test.come(wallet, secret);
  expect((await test.come(wallet, second.secret)).code).toBe(INVITATION_NOT_NEEDED.code);
  expect((await test.come(newWallet(), second.secret)).code).toBe("ok");
});

it("ends by time, by being taken back, and with what its maker may give", async () => {
  await using test = await invitingNode();
  const admin = newWallet();
  await test.come(admin, (await test.invite({ role: "ADMIN" })).secret);
  // An invited admin only reads, until somebody says otherwise.
  await test.owner.client.directory.change({
    user_id: UserId.parse((await test.come(admin)).json.user?.user_id),
    admin_label: "admin",
  });
  const byAdmin = clientOf(test.node, (await test.come(admin)).json.access_token);
  await expect(byAdmin.invitations.create({ role: "SUPER_ADMIN" })).rejects.toThrow();
  const [taken, late, orphan] = [
    await byAdmin.invitations.create({}),
    await byAdmin.invitations.create({ expires_in_hours: 1 }),
    await test.invite({}),
  ];
  await test.owner.client.invitations.revoke({ invitation_id: taken.invitation.invitation_id });
  expect(await test.come(newWallet(), taken.secret)).toMatchObject({ details: { reason: "revoked" } });
  using stack = new DisposableStack();
  const database = stack.adopt(new Database(join(test.node.data, "node.db")), (opened) => opened.close());
  database.prepare("UPDATE users SET status = 'suspended' WHERE tron_address = ?").run(admin.address);
  expect(await test.come(newWallet(), late.secret)).toMatchObject({ details: { reason: "revoked" } });
  database.prepare("UPDATE users SET status = 'active' WHERE tron_address = ?").run(admin.address);
  test.node.time.clock.advance(3_600_000);
  expect(await test.come(newWallet(), late.secret)).toMatchObject({ details: { reason: "expired" } });
  expect(await test.come(newWallet(), orphan.secret)).toMatchObject({ code: "ok" });
  expect(await test.come(newWallet(), "A".repeat(43))).toMatchObject({ details: { reason: "unknown" } });
});

it("lets nobody in where registration is closed, and nobody is asked where it is open", async () => {
  await using closed = await invitingNode({ registration: "closed" });
  expect(await closed.call("/invitations", {}, closed.owner.login.access_token)).toMatchObject({
    code: loginErrors.spec.REGISTRATION_CLOSED.code,
  });
  await using open = await invitingNode({ registration: "open" });
  expect(await open.come(newWallet())).toMatchObject({ code: "ok", json: { user: { role: "USER" } } });
});

it("keeps no link: only its hash is in the database", async () => {
  await using test = await invitingNode();
  const { secret } = await test.invite({});
  using stack = new DisposableStack();
  const database = stack.adopt(new Database(join(test.node.data, "node.db"), { readonly: true }), (opened) => opened.close());
  const rows = database.prepare("SELECT * FROM invitations").all();
  const kept = JSON.stringify(rows, (_name, value) => (Buffer.isBuffer(value) ? value.toString("latin1") : value));
  expect(kept).not.toContain(secret);
});
