import { ApiKeyId, apiKeyErrors, type Role } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { expect, it } from "vitest";
import type { Caller } from "../calls/index.ts";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { permissionsOf, startPeople } from "../people/index.ts";
import { startApiKeys } from "./start-api-keys.ts";

const DAY_MS = 86_400_000;
/** What is the form of a key, and none. */
const NONE = ["lucid_", `lucid_${"A".repeat(43)}`, `lucid_${"A".repeat(4_000)}`, "lucid_ä"];
const HERE = { ip: "192.0.2.7" };
const refused = (name: keyof typeof apiKeyErrors.spec) => expect.objectContaining({ code: apiKeyErrors.spec[name].code });

async function openKeys(role: Role = "USER") {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const audit = { record: () => undefined };
  const { accounts } = stack.use(startPeople(ground, { audit }));
  let later = 0;
  // Days are only said to have passed: every minute of them would be worked through otherwise.
  const steady = { now: () => ground.time.steady.now() + later, toWall: (ms: number) => ground.time.steady.toWall(ms - later) };
  const owing = new Set<string>();
  const factors = {
    owesSecondFactor: ({ user_id }: { user_id: string }) => owing.has(user_id),
    onFactorChanged(listener: (userId: string) => void) {
      factors.changed = listener;
      return { [Symbol.dispose]: () => undefined };
    },
    changed: (_userId: string): void => undefined,
  };
  const area = stack.use(startApiKeys({ ...ground, time: { ...ground.time, steady } }, { accounts, audit, factors }));
  const service = area.services?.apiKeys;
  if (!service) throw new Error("The area of API keys has no service");
  const person = (as: Role) => accounts.create(walletFromPhrase(createWallet().phrase).address, as).user_id;
  const callerOf = (userId: string, as: Role): Caller => ({
    principal: {
      userId,
      tronAddress: "T",
      role: as,
      adminLabel: as === "ADMIN" ? "admin" : null,
      permissions: permissionsOf({ role: as, admin_label: as === "ADMIN" ? "admin" : null }),
      kycStatus: "none",
      loginSessionId: "login",
      tokenId: "token",
      tokenExpiresAtMs: Number.MAX_SAFE_INTEGER,
      provenAtMs: undefined,
    },
    ip: "local",
    host: "local",
    requestId: "request",
    door: "http",
    signal: new AbortController().signal,
    identify: () => undefined,
  });
  const userId = person(role);
  const caller = callerOf(userId, role);
  const make = async (change: Partial<Parameters<typeof service.create>[0]> = {}) =>
    await service.create(
      { name: "Export", scopes: ["view_own_sessions"], expires_in_days: 90, addresses: [], ...change },
      caller,
    );
  const ended: string[] = [];
  area.tokens.onEnded((id) => ended.push(id));
  return {
    ground,
    accounts,
    service,
    pass: (ms: number) => {
      later += ms;
    },
    /** What the area does by itself every minute. */
    tidy: () => ground.clock.advance(60_000),
    userId,
    caller,
    make,
    ended,
    owe(owes: boolean) {
      if (owes) owing.add(userId);
      else owing.delete(userId);
      factors.changed(userId);
    },
    other: () => callerOf(person("USER"), "USER"),
    verify: (secret: string, from: { ip: string; circuit?: string } = HERE) => area.tokens.verifyAccess(secret, from),
    list: async () => (await service.list(undefined, caller)).keys,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const reasonOf = (outcome: { kind: string; reason?: string }) => outcome.reason ?? outcome.kind;

it("speaks for its owner, with its scopes and no more, and says when and from where it was used", async () => {
  await using test = await openKeys();
  const { key, secret } = await test.make({ scopes: ["view_own_sessions", "view_blockchain_info"] });
  expect(secret).toMatch(/^lucid_[\w-]{43}$/);
  expect(secret.startsWith(key.begins_with)).toBe(true);
  const outcome = test.verify(secret);
  expect(outcome).toMatchObject({ kind: "valid", principal: { userId: test.userId, apiKeyId: key.key_id } });
  expect(outcome.kind === "valid" && [...outcome.principal.permissions]).toEqual(["view_own_sessions", "view_blockchain_info"]);
  expect(await test.list()).toMatchObject([
    { last_used_at: "2026-01-01T00:00:00.000Z", last_used_from: "192.0.2.7", expires_at: "2026-04-01T00:00:00.000Z" },
  ]);
});

it("keeps no secret, only its hash", async () => {
  await using test = await openKeys();
  const { secret } = await test.make();
  const rows = test.ground.db.read.prepare("SELECT * FROM api_keys").all();
  const kept = JSON.stringify(rows, (_name, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );
  expect(kept).not.toContain(secret.slice(14));
  expect(JSON.stringify(await test.list())).not.toContain(secret.slice(14));
});

it("gives no scope that its owner lacks, and takes one away with the owner's role", async () => {
  await using test = await openKeys("ADMIN");
  await expect(async () => test.make({ scopes: ["view_own_sessions", "manage_system_config"] })).rejects.toThrow(
    refused("SCOPE_NOT_HELD"),
  );
  const { secret } = await test.make({ scopes: ["view_own_sessions", "view_audit_logs"] });
  test.accounts.change(test.userId, { role: "USER" });
  const outcome = test.verify(secret);
  expect(outcome.kind === "valid" && [...outcome.principal.permissions]).toEqual(["view_own_sessions"]);
});

it("tells of what is open when its owner's rights change, so that nothing goes on with old ones", async () => {
  await using test = await openKeys("ADMIN");
  const { key } = await test.make();
  test.accounts.change(test.userId, { role: "USER" });
  expect(test.ended).toEqual([key.key_id]);
  expect(await test.list()).toMatchObject([{ ended_at: null }]);
});

it("ends with its owner's suspension, and stays ended", async () => {
  await using test = await openKeys();
  const { key, secret } = await test.make();
  test.accounts.change(test.userId, { status: "suspended" });
  expect(reasonOf(test.verify(secret))).toBe("ended");
  expect(test.ended).toEqual([key.key_id]);
  test.accounts.change(test.userId, { status: "active" });
  expect(reasonOf(test.verify(secret))).toBe("ended");
  expect(await test.list()).toMatchObject([{ end_reason: "owner_suspended" }]);
});

it("leaves nothing of its owner behind who is deleted", async () => {
  await using test = await openKeys();
  const { secret } = await test.make();
  const erase = test.ground.db.write.prepare("UPDATE users SET status = 'deleted', tron_address = NULL WHERE user_id = ?");
  erase.run(test.userId);
  test.accounts.change(test.userId, {});
  expect(reasonOf(test.verify(secret))).toBe("malformed");
  expect(test.ground.db.read.prepare("SELECT * FROM api_keys").all()).toEqual([]);
});

it("expires by the node's own time, and what is open with it ends soon after", async () => {
  await using test = await openKeys();
  const { key, secret } = await test.make({ expires_in_days: 1 });
  test.pass(DAY_MS - 1);
  expect(reasonOf(test.verify(secret))).toBe("valid");
  test.pass(1);
  expect(reasonOf(test.verify(secret))).toBe("expired");
  test.tidy();
  expect(test.ended).toEqual([key.key_id]);
  expect(await test.list()).toMatchObject([{ end_reason: "expired" }]);
  expect(reasonOf(test.verify(secret))).toBe("expired");
});

it("is revoked by its owner only, at once", async () => {
  await using test = await openKeys();
  const { key, secret } = await test.make();
  const revoke = async (caller: Caller) => test.service.revoke({ key_id: ApiKeyId.parse(key.key_id) }, caller);
  await expect(revoke(test.other())).rejects.toThrow("Nothing is there");
  await revoke(test.caller);
  expect(reasonOf(test.verify(secret))).toBe("ended");
  expect(test.ended).toEqual([key.key_id]);
  await expect(revoke(test.caller)).rejects.toThrow("Nothing is there");
});

it.each([
  [["192.0.2.7"], { ip: "192.0.2.7" }, "valid"],
  [["192.0.2.7"], { ip: "192.0.2.8" }, "address"],
  [["10.0.0.0/8", "192.0.2.0/24"], { ip: "192.0.2.8" }, "valid"],
  [["192.0.2.0/24"], { ip: "::ffff:192.0.2.8" }, "valid"],
  [["2001:db8::/32"], { ip: "2001:db8::1" }, "valid"],
  [["2001:db8::/32"], { ip: "192.0.2.8" }, "address"],
  [["127.0.0.0/8"], { ip: "local" }, "valid"],
  [["127.0.0.0/8"], { ip: "127.0.0.1", circuit: "c1" }, "address"],
  [[], { ip: "127.0.0.1", circuit: "c1" }, "valid"],
])("with the addresses %j a call from %j is %s", async (addresses, from, expected) => {
  await using test = await openKeys();
  const { secret } = await test.make({ addresses });
  expect(reasonOf(test.verify(secret, from))).toBe(expected);
});

it("takes no address that is none", async () => {
  await using test = await openKeys();
  await expect(async () => test.make({ addresses: ["10.0.0.0/8", "1.2.3"] })).rejects.toThrow(
    expect.objectContaining({ details: { issues: [expect.objectContaining({ path: "addresses.1" })] } }),
  );
});

it("has an end: twenty to a person, of which those that ended do not count", async () => {
  await using test = await openKeys();
  const { key } = await test.make();
  for (let count = 1; count < 20; count += 1) await test.make({ expires_in_days: 1 });
  await expect(async () => test.make()).rejects.toThrow(refused("API_KEY_LIMIT"));
  await test.service.revoke({ key_id: ApiKeyId.parse(key.key_id) }, test.caller);
  await test.make();
  await expect(async () => test.make()).rejects.toThrow(refused("API_KEY_LIMIT"));
  test.pass(DAY_MS);
  await test.make();
});

it("takes nothing for a key that is none", async () => {
  await using test = await openKeys();
  expect(NONE.map((token) => reasonOf(test.verify(token)))).toEqual(NONE.map(() => "malformed"));
});

it("forgets what ended a quarter of a year ago", async () => {
  await using test = await openKeys();
  const { key } = await test.make();
  await test.service.revoke({ key_id: ApiKeyId.parse(key.key_id) }, test.caller);
  test.pass(91 * DAY_MS);
  test.tidy();
  expect(await test.list()).toEqual([]);
});

it("asks for its owner's second factor while the role needs one and the owner has none, and ends what is open then", async () => {
  await using test = await openKeys();
  const { key, secret } = await test.make();
  expect(test.verify(secret)).toMatchObject({ kind: "valid", principal: { mustEnrol: false } });
  test.owe(true);
  expect(test.ended).toEqual([key.key_id]);
  expect(test.verify(secret)).toMatchObject({ kind: "valid", principal: { mustEnrol: true } });
  test.owe(false);
  expect(test.verify(secret)).toMatchObject({ kind: "valid", principal: { mustEnrol: false } });
});
