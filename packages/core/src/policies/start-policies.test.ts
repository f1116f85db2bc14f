import { readFile } from "node:fs/promises";
import {
  type AgreedPolicy,
  type Permission,
  PolicyDocument,
  policyErrors,
  type Role,
  SessionPolicy,
  type StoredPolicy,
} from "@lucid/contract";
import { hashObject } from "@lucid/proof";
import { expect, it } from "vitest";
import type { Caller } from "../calls/index.ts";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { permissionsOf } from "../people/index.ts";
import { insertUsers, OTHER_USER, sessionRecord, USER } from "../sessions/testing/session-fixtures.ts";
import { startSessionsArea } from "../sessions/testing/start-sessions-area.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import type { WantedPolicy } from "./session-rules.ts";

function callerOf(userId: string, role: Role): Caller {
  const adminLabel = role === "ADMIN" ? "admin" : null;
  const caller = testCaller(userId, [...permissionsOf({ role, admin_label: adminLabel })] satisfies Permission[]);
  return caller.principal ? { ...caller, principal: { ...caller.principal, role, adminLabel } } : caller;
}
const user = callerOf(USER, "USER");
const admin = callerOf(OTHER_USER, "ADMIN");
const refused = (name: keyof typeof policyErrors.spec) => expect.objectContaining({ code: policyErrors.spec[name].code });

const everybody = {
  rule_id: "everybody",
  effect: "allow",
  priority: 1,
  actions: ["start_session", "connect_viewer", "connect_rdp"],
};
const documentOf = (change: object = {}) =>
  PolicyDocument.parse({ name: "House", session: SessionPolicy.parse({}), rules: [everybody], ...change });

async function openPolicies() {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const started = stack.use(await startSessionsArea(ground));
  insertUsers(ground.db);
  ground.db.write.prepare("UPDATE users SET role = 'ADMIN', admin_label = 'admin' WHERE user_id = ?").run(OTHER_USER);
  const policies = started.policies.services?.policies;
  if (!policies) throw new Error("The area of policies has no service");
  const make = async (kind: "own" | "node", change: object = {}, caller = admin): Promise<StoredPolicy> =>
    (await policies.create({ kind, document: documentOf(change) }, caller)) as StoredPolicy;
  const { rules } = started.policies;
  const agree = (policy: string | SessionPolicy, change: Partial<WantedPolicy> = {}) =>
    rules.agree(USER, { policy, template: "desktop", retentionDays: 30, stated: { reason: "", ticket: "" }, ...change });
  const offered = () => rules.offered(USER).map(({ policy_id }) => policy_id);
  const draftOf = (policy: AgreedPolicy) => sessionRecord({ policy, policyHash: hashObject(policy) });
  return { ground, policies, rules, make, agree, offered, draftOf, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const BUILT_IN = ["standard", "view-only", "clipboard", "internet"];

it("offers the program's policies, and agrees to them as to documents of version 1", async () => {
  await using test = await openPolicies();
  expect(test.offered()).toEqual(BUILT_IN);
  expect(test.agree("standard")).toEqual(SessionPolicy.parse({}));
  expect(hashObject(test.agree("standard"))).toBe("060701ee75b94d48fff198344eea196b2a05552d853b551fc323a7d48351567c");
});

it("names the policy, its version and the hash of the whole of it in what the owner signs", async () => {
  await using test = await openPolicies();
  const made = await test.make("node");
  const agreed = test.agree(made.policy_id, { stated: { reason: "Patching", ticket: "OPS-7" } });
  expect(agreed).toMatchObject({
    version: 2,
    source: { policy_id: made.policy_id, version: 1, hash: hashObject(made.current.document) },
    stated: { reason: "Patching", ticket: "OPS-7" },
  });
  expect(test.agree("standard", { stated: { reason: "Patching", ticket: "" } })).toMatchObject({
    version: 2,
    source: { policy_id: "standard", version: 1 },
  });
});

it("makes a new version of each change, and keeps the old ones as they were", async () => {
  await using test = await openPolicies();
  const { policy_id } = await test.make("node");
  await test.policies.update({ policy_id, based_on: 1, document: documentOf({ name: "House, stricter" }) }, admin);
  const { versions } = await test.policies.versions({ policy_id }, user);
  expect(versions.map(({ version, document }) => [version, document.name])).toEqual([
    [2, "House, stricter"],
    [1, "House"],
  ]);
  for (const { hash, document } of versions) expect(hash).toBe(hashObject(document));
  const { write } = test.ground.db;
  expect(() => write.prepare("UPDATE policy_versions SET document = '{}'").run()).toThrow("never changes");
  expect(() => write.prepare("DELETE FROM policy_versions").run()).toThrow("never deleted");
});

it("refuses a change of a version that is not the one in use any more", async () => {
  await using test = await openPolicies();
  const { policy_id } = await test.make("node");
  const change = (name: string) => test.policies.update({ policy_id, based_on: 1, document: documentOf({ name }) }, admin);
  await change("First");
  expect(() => change("Second")).toThrow(refused("POLICY_CHANGED"));
});

it("starts no draft under a version that was replaced or retired since, and says so", async () => {
  await using test = await openPolicies();
  const { policy_id } = await test.make("node");
  const draft = test.draftOf(test.agree(policy_id));
  expect(test.rules.decide(draft, "start_session")).toMatchObject({ effect: "allow", policy_id, policy_version: 1 });
  await test.policies.update({ policy_id, based_on: 1, document: documentOf({ name: "Stricter" }) }, admin);
  expect(test.rules.decide(draft, "start_session")).toMatchObject({ effect: "deny", because: "superseded", policy_version: 1 });
  expect(() => test.rules.require(draft, "start_session")).toThrow(refused("POLICY_DENIES"));
  const anew = test.draftOf(test.agree(policy_id));
  expect(test.rules.decide(anew, "start_session")).toMatchObject({ effect: "allow", policy_version: 2 });
  await test.policies.retire({ policy_id }, admin);
  expect(test.rules.decide(anew, "start_session")).toMatchObject({ effect: "deny", because: "retired" });
  expect(test.offered()).toEqual(BUILT_IN);
  expect(() => test.agree(policy_id)).toThrow(refused("POLICY_DENIES"));
});

it("offers a policy only to whom its rules let, at the hours they name, and refuses it to others with the rule", async () => {
  await using test = await openPolicies();
  const hours = { field: "time_of_day", op: "in", value: { from: "08:00", to: "18:00" } };
  const rules = [{ ...everybody, rule_id: "hours", when: [hours] }];
  const { policy_id } = await test.make("node", { rules });
  // The clock of the tests stands at midnight.
  expect(test.offered()).toEqual(BUILT_IN);
  expect(() => test.agree(policy_id)).toThrow(refused("POLICY_DENIES"));
  test.ground.clock.freeze(9 * 3_600_000);
  expect(test.offered()).toEqual([...BUILT_IN, policy_id]);
  await test.policies.update(
    { policy_id, based_on: 1, document: documentOf({ rules: [{ ...everybody, effect: "deny", rule_id: "closed" }] }) },
    admin,
  );
  expect(() => test.agree(policy_id)).toThrow(
    expect.objectContaining({
      details: { action: "start_session", decision: expect.objectContaining({ rule_id: "closed", policy_version: 2 }) },
    }),
  );
});

it("demands a reason, a ticket and days of keeping within bounds", async () => {
  await using test = await openPolicies();
  const demands = { reason: true, ticket: true };
  const { policy_id } = await test.make("node", { demands, retention_days: { min: 60, max: 90 } });
  const missing = (what: string) => expect.objectContaining({ details: expect.objectContaining({ missing: what }) });
  const stated = { reason: "Patching", ticket: "OPS-7" };
  expect(() => test.agree(policy_id)).toThrow(missing("reason"));
  expect(() => test.agree(policy_id, { stated: { ...stated, ticket: "" } })).toThrow(missing("ticket"));
  expect(() => test.agree(policy_id, { stated })).toThrow(missing("retention"));
  expect(test.agree(policy_id, { stated, retentionDays: 60 })).toMatchObject({ stated });
});

it("lets rules that hold everywhere close what people bring themselves", async () => {
  await using test = await openPolicies();
  const theirs = SessionPolicy.parse({ network: "internet", limits: { duration_s: 60, idle_s: 60 } });
  expect(test.agree(theirs)).toEqual(theirs);
  const foreign = { field: "policy_kind", op: "in", value: ["own", "inline"] };
  const rules = [{ rule_id: "ours-only", effect: "deny", priority: 900, actions: ["start_session"], when: [foreign] }];
  const own = await test.make("own", {}, user);
  await test.make("node", { applies: "everywhere", session: null, rules });
  expect(() => test.agree(theirs)).toThrow(refused("POLICY_DENIES"));
  expect(() => test.agree(own.policy_id)).toThrow(refused("POLICY_DENIES"));
  expect(test.offered()).toEqual(BUILT_IN);
});

it("closes what a session may do at the hour a rule names, while it runs", async () => {
  await using test = await openPolicies();
  const closing = { field: "time_of_day", op: "not_in", value: { from: "00:00", to: "01:00" } };
  const rules = [everybody, { rule_id: "at-night-only", effect: "deny", priority: 9, actions: ["type"], when: [closing] }];
  const { policy_id } = await test.make("node", { rules });
  const session = test.draftOf(test.agree(policy_id));
  expect(test.rules.decide(session, "type").effect).toBe("allow");
  test.ground.clock.freeze(3_600_000);
  expect(test.rules.decide(session, "type")).toMatchObject({ effect: "deny", rule_id: "at-night-only" });
});

it("lets somebody whose account is suspended do nothing more in a session", async () => {
  await using test = await openPolicies();
  const session = test.draftOf(test.agree("standard"));
  test.ground.db.write.prepare("UPDATE users SET status = 'suspended' WHERE user_id = ?").run(USER);
  expect(test.rules.decide(session, "type")).toMatchObject({ effect: "deny", because: "account" });
});

it("keeps own policies to whoever made them, fifty at once", async () => {
  await using test = await openPolicies();
  const { policy_id } = await test.make("own", {}, user);
  expect(test.offered()).toEqual([...BUILT_IN, policy_id]);
  const stranger = { ...user, principal: user.principal && { ...user.principal, userId: OTHER_USER } };
  expect(() => test.policies.get({ policy_id }, stranger)).toThrow(refused("POLICY_NOT_FOUND"));
  expect(() =>
    test.rules.agree(OTHER_USER, {
      policy: policy_id,
      template: "desktop",
      retentionDays: 30,
      stated: { reason: "", ticket: "" },
    }),
  ).toThrow(refused("POLICY_NOT_FOUND"));
  expect(await test.policies.get({ policy_id }, admin)).toMatchObject({ kind: "own", may_change: true });
  for (let count = 1; count < 50; count += 1) await test.make("own", {}, user);
  expect(() => test.policies.create({ kind: "own", document: documentOf() }, user)).toThrow(refused("TOO_MANY_POLICIES"));
  await test.policies.retire({ policy_id }, user);
  await test.make("own", {}, user);
  expect(() => test.policies.update({ policy_id, based_on: 1, document: documentOf() }, user)).toThrow(
    refused("TOO_MANY_POLICIES"),
  );
});

it("lets nobody change the program's policies, and only who manages all the node's", async () => {
  await using test = await openPolicies();
  const update = (policy_id: string, caller: Caller) => () =>
    test.policies.update({ policy_id, based_on: 1, document: documentOf() }, caller);
  expect(update("standard", admin)).toThrow(refused("POLICY_READ_ONLY"));
  expect(() => test.policies.retire({ policy_id: "standard" }, admin)).toThrow(refused("POLICY_READ_ONLY"));
  const { policy_id } = await test.make("node");
  expect(update(policy_id, user)).toThrow(refused("POLICY_READ_ONLY"));
  expect(() => test.policies.create({ kind: "node", document: documentOf() }, user)).toThrow(refused("POLICY_READ_ONLY"));
  const everywhere = documentOf({ applies: "everywhere", session: null });
  expect(() => test.policies.create({ kind: "own", document: everywhere }, user)).toThrow(refused("POLICY_READ_ONLY"));
});

it("answers for a hypothetical as it would decide, and for others only to who manages all", async () => {
  await using test = await openPolicies();
  const sunday = { field: "weekday", op: "in", value: ["sun"] };
  const rules = [everybody, { rule_id: "no-sunday", effect: "deny", priority: 9, actions: ["copy_out"], when: [sunday] }];
  const session = SessionPolicy.parse({ clipboard: { host_to_remote: false, remote_to_host: true } });
  const { policy_id } = await test.make("node", { rules, session });
  const on = (at: string, change: object = {}, caller = user) =>
    test.policies.evaluate({ policy_id, action: "copy_out", at, ...change }, caller);
  expect(await on("2026-11-29T12:00:00Z")).toMatchObject({
    decision: { effect: "deny", rule_id: "no-sunday", policy_version: 1 },
    rule: { rule_id: "no-sunday" },
    policy_name: "House",
  });
  expect(await on("2026-11-30T12:00:00Z")).toMatchObject({ decision: { effect: "allow", because: "terms" }, rule: null });
  const written = documentOf({ session, rules: [everybody] });
  expect(await on("2026-11-29T12:00:00Z", { document: written })).toMatchObject({
    decision: { effect: "allow", policy_version: 2 },
  });
  expect(() => on("2026-11-29T12:00:00Z", { user_id: OTHER_USER })).toThrow(expect.objectContaining({ status: 403 }));
  expect(() => on("2026-11-29T12:00:00Z", { role: "ADMIN" })).toThrow(expect.objectContaining({ status: 403 }));
  expect(await on("2026-11-29T12:00:00Z", { role: "USER" }, admin)).toMatchObject({ decision: { effect: "deny" } });
});

it("takes the example of the documentation", async () => {
  await using test = await openPolicies();
  const page = await readFile(new URL("../../../../docs/policies.md", import.meta.url), "utf8");
  const { kind, document } = JSON.parse(/```json\n([\s\S]+?)```/.exec(page)?.[1] ?? "");
  await test.policies.create({ kind, document: PolicyDocument.parse(document) }, admin);
  expect(() => test.agree(SessionPolicy.parse({ limits: { duration_s: 60, idle_s: 60 } }))).toThrow(refused("POLICY_DENIES"));
  expect(test.offered()).toEqual(BUILT_IN);
});

it.each([
  ["a zone that is none", { time_zone: "Mars/Olympus" }],
  ["two rules of one id", { rules: [everybody, everybody] }],
  ["terms of what holds everywhere", { applies: "everywhere" }],
  ["no terms of what is chosen", { session: null }],
  ["a condition of a field that is none", { rules: [{ ...everybody, when: [{ field: "ip", op: "in", value: ["::1"] }] }] }],
  [
    "an hour that is none",
    { rules: [{ ...everybody, when: [{ field: "time_of_day", op: "in", value: { from: "25:00", to: "26:00" } }] }] },
  ],
  ["bounds the wrong way round", { retention_days: { min: 30, max: 7 } }],
])("takes no document with %s", (_what, change) => {
  expect(() => documentOf(change)).toThrow();
});
