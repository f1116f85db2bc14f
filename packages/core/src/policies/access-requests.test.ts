import {
  type AccessRequest,
  PolicyDocument,
  type PolicyRule,
  policyErrors,
  RequestId,
  type Role,
  SessionPolicy,
} from "@lucid/contract";
import { hashObject } from "@lucid/proof";
import { expect, it } from "vitest";
import type { Caller } from "../calls/index.ts";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { permissionsOf } from "../people/index.ts";
import { insertUsers, OTHER_USER, sessionId, sessionRecord, USER } from "../sessions/testing/session-fixtures.ts";
import { startSessionsArea } from "../sessions/testing/start-sessions-area.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";

const THIRD_USER = "33333333-3333-4333-8333-333333333333";

function callerOf(userId: string, role: Role): Caller {
  const adminLabel = role === "ADMIN" ? "admin" : null;
  const caller = testCaller(userId, [...permissionsOf({ role, admin_label: adminLabel })]);
  return caller.principal ? { ...caller, principal: { ...caller.principal, role, adminLabel } } : caller;
}
const asker = callerOf(USER, "USER");
const reviewer = callerOf(OTHER_USER, "ADMIN");
const second = callerOf(THIRD_USER, "ADMIN");
const refused = (name: keyof typeof policyErrors.spec) => expect.objectContaining({ code: policyErrors.spec[name].code });

const connecting: PolicyRule = {
  rule_id: "all",
  effect: "allow",
  priority: 1,
  actions: ["connect_viewer", "connect_rdp"],
  when: [],
};
const asks = (...actions: PolicyRule["actions"]): PolicyRule => ({
  rule_id: "asks",
  effect: "ask",
  priority: 5,
  actions,
  when: [],
});
const MINUTE = 60_000;

/** A policy whose start, or more, somebody has to allow. */
async function openRequests(rule = asks("start_session"), reviewers = 1) {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const started = stack.use(await startSessionsArea(ground));
  insertUsers(ground.db);
  const { write } = ground.db;
  write
    .prepare(
      "INSERT INTO users (user_id, tron_address, role, status, kyc_status, created_at, updated_at) VALUES (?, 'T3', 'USER', 'active', 'none', 0, 0)",
    )
    .run(THIRD_USER);
  const policies = started.policies.services?.policies;
  const requests = started.requests.services?.accessRequests;
  if (!policies || !requests) throw new Error("An area has no service");
  const session = SessionPolicy.parse({ clipboard: { host_to_remote: true, remote_to_host: true }, network: "internet" });
  const starts: PolicyRule = { ...connecting, rule_id: "starts", actions: ["start_session"] };
  const rules = rule.actions.includes("start_session") ? [connecting, rule] : [connecting, starts, rule];
  const document = PolicyDocument.parse({ name: "Careful", session, rules, approval: { reviewers, longest_minutes: 30 } });
  const { policy_id } = await policies.create({ kind: "node", document }, reviewer);
  const [action = "start_session"] = rule.actions;
  const ask = async (change: object = {}): Promise<AccessRequest> =>
    (await requests.ask({ policy_id, action, reason: "Patch night", minutes: 30, ...change }, asker)) as AccessRequest;
  const decide = (request_id: string, caller = reviewer, decision: "approve" | "deny" = "approve") =>
    requests.decide({ request_id: RequestId.parse(request_id), decision, note: "" }, caller);
  const get = async (request_id: string, caller = asker) => requests.get({ request_id: RequestId.parse(request_id) }, caller);
  const revoke = (request_id: string, caller = reviewer) => requests.revoke({ request_id: RequestId.parse(request_id) }, caller);
  const governed = (number = 1) => {
    const stated = { reason: "", ticket: "" };
    const policy = started.policies.rules.agree(USER, { policy: policy_id, template: "desktop", retentionDays: 30, stated });
    return sessionRecord({ sessionId: sessionId(number), policy, policyHash: hashObject(policy) });
  };
  const more = { ground, policies, requests, policy_id, document, ask, decide, get, revoke, governed, insert: started.insert };
  return { ...more, rules: started.policies.rules, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it("lets a session start once somebody else has allowed it, and that one session only", async () => {
  await using test = await openRequests();
  expect(() => test.rules.require(test.governed(), "start_session")).toThrow(refused("POLICY_ASKS"));
  expect(test.rules.offered(USER).find(({ policy_id }) => policy_id === test.policy_id)).toMatchObject({ effect: "ask" });
  const { request_id, status } = await test.ask();
  expect(status).toBe("pending");
  expect(() => test.rules.require(test.governed(), "start_session")).toThrow(refused("POLICY_ASKS"));
  expect(await test.decide(request_id)).toMatchObject({ status: "approved", decisions: [{ reviewer: { user_id: OTHER_USER } }] });
  test.rules.require(test.governed(1), "start_session");
  expect(await test.get(request_id)).toMatchObject({ used_by: sessionId(1) });
  // The same session may try again, as when its start failed; another one may not.
  test.rules.require(test.governed(1), "start_session");
  expect(() => test.rules.require(test.governed(2), "start_session")).toThrow(refused("POLICY_ASKS"));
});

it("is not decided by whoever asked, by whatever login", async () => {
  await using test = await openRequests();
  const { request_id } = await test.ask();
  const promoted = callerOf(USER, "ADMIN");
  const secondLogin = {
    ...promoted,
    principal: promoted.principal && { ...promoted.principal, loginSessionId: "another", tokenId: "t2" },
  };
  for (const own of [asker, promoted, secondLogin]) expect(() => test.decide(request_id, own)).toThrow(refused("OWN_REQUEST"));
  expect(await test.get(request_id)).toMatchObject({ status: "pending", decisions: [], may_decide: false });
});

it("is decided by nobody who does not manage the policies of all, and such people do not see it", async () => {
  await using test = await openRequests();
  const { request_id } = await test.ask();
  const stranger = callerOf(OTHER_USER, "USER");
  expect(() => test.decide(request_id, stranger)).toThrow(refused("REQUEST_NOT_FOUND"));
  await expect(test.get(request_id, stranger)).rejects.toThrow();
  const list = (caller: Caller) => test.requests.list({ which: "to_decide", page: 1, limit: 20 }, caller);
  expect((await list(stranger)).requests).toEqual([]);
  expect((await list(reviewer)).requests).toMatchObject([{ request_id, reason: "Patch night", may_decide: true }]);
  expect((await list(asker)).requests).toEqual([]);
});

it("is decided once: of two at the same time the second hears that it is over", async () => {
  await using test = await openRequests();
  const { request_id } = await test.ask();
  const both = await Promise.allSettled(
    [reviewer, second].map(async (who, index) => test.decide(request_id, who, index === 0 ? "approve" : "deny")),
  );
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(await test.get(request_id)).toMatchObject({ status: "approved", decisions: [{ decision: "approve" }] });
});

it("takes two people where the policy wants two, and not one of them twice", async () => {
  await using test = await openRequests(asks("start_session"), 2);
  const { request_id } = await test.ask();
  expect(await test.decide(request_id, reviewer)).toMatchObject({ status: "pending", may_decide: false });
  expect(() => test.decide(request_id, reviewer)).toThrow(refused("REQUEST_OVER"));
  // What one has said one's own word about waits for others, and is not counted for oneself.
  const toDecide = async (who: Caller) => test.requests.list({ which: "to_decide", page: 1, limit: 20 }, who);
  expect(await toDecide(reviewer)).toMatchObject({ requests: [], pagination: { total: 0 } });
  expect(await toDecide(second)).toMatchObject({ requests: [{ request_id }], pagination: { total: 1 } });
  expect(() => test.rules.require(test.governed(), "start_session")).toThrow(refused("POLICY_ASKS"));
  expect(await test.decide(request_id, second)).toMatchObject({ status: "approved" });
  test.rules.require(test.governed(), "start_session");
});

it("is over with one denial, also where another has allowed it", async () => {
  await using test = await openRequests(asks("start_session"), 2);
  const { request_id } = await test.ask();
  await test.decide(request_id, reviewer);
  expect(await test.decide(request_id, second, "deny")).toMatchObject({ status: "denied" });
  expect(() => test.rules.require(test.governed(), "start_session")).toThrow(refused("POLICY_ASKS"));
});

it("ends by itself, whatever the machine's clock is set to, and opens nothing from then on", async () => {
  await using test = await openRequests();
  const { request_id } = await test.ask({ minutes: 10 });
  await test.decide(request_id);
  const session = test.governed();
  test.rules.require(session, "start_session");
  test.ground.clock.setNow(test.ground.clock.now() - 3_600_000);
  test.ground.clock.freeze(9 * MINUTE);
  expect(test.rules.isOver(session)).toBe(false);
  test.ground.clock.freeze(MINUTE);
  expect(test.rules.isOver(session)).toBe(true);
  expect(() => test.rules.require(session, "start_session")).toThrow(refused("POLICY_ASKS"));
  expect(await test.get(request_id)).toMatchObject({ status: "expired" });
});

it("is taken back by its asker before it is decided; others decide it instead", async () => {
  await using test = await openRequests();
  const { request_id } = await test.ask();
  expect(await test.get(request_id, reviewer)).toMatchObject({ may_decide: true, may_revoke: false });
  expect(() => test.revoke(request_id, reviewer)).toThrow(expect.objectContaining({ status: 403 }));
  expect(await test.revoke(request_id, asker)).toMatchObject({ status: "revoked" });
  expect(() => test.decide(request_id)).toThrow(refused("REQUEST_OVER"));
});

it("lapses when nobody decides for a day, and is decided no more", async () => {
  await using test = await openRequests();
  const { request_id } = await test.ask();
  test.ground.clock.freeze(86_400_000);
  expect(() => test.decide(request_id)).toThrow(refused("REQUEST_OVER"));
  expect(await test.get(request_id)).toMatchObject({ status: "expired", may_decide: false });
});

it("is taken back: what was started by it must end, and it opens nothing more", async () => {
  await using test = await openRequests();
  const { request_id } = await test.ask();
  await test.decide(request_id);
  const session = test.governed();
  test.rules.require(session, "start_session");
  expect(test.rules.isOver(session)).toBe(false);
  expect(await test.revoke(request_id)).toMatchObject({ status: "revoked" });
  expect(test.rules.isOver(session)).toBe(true);
  expect(() => test.revoke(request_id)).toThrow(refused("REQUEST_OVER"));
  expect(() => test.decide(request_id, second)).toThrow(refused("REQUEST_OVER"));
});

it("opens one action of one session, closes it again, and no other's", async () => {
  await using test = await openRequests(asks("copy_out"));
  const [one, other] = [test.governed(1), test.governed(2)];
  test.insert(one);
  test.insert(other);
  const copies = (session = one) => test.rules.decide(session, "copy_out").effect;
  expect(copies()).toBe("ask");
  const { request_id } = await test.ask({ session_id: one.sessionId });
  await test.decide(request_id);
  expect([copies(one), copies(other)]).toEqual(["allow", "ask"]);
  expect(test.rules.decide({ ...one, userId: OTHER_USER }, "copy_out").effect).toBe("ask");
  await test.revoke(request_id);
  expect(copies()).toBe("ask");
});

it("holds for the version that asked, and for no other", async () => {
  await using test = await openRequests();
  const { request_id } = await test.ask();
  await test.decide(request_id);
  await test.policies.update(
    { policy_id: test.policy_id, based_on: 1, document: { ...test.document, name: "More careful" } },
    reviewer,
  );
  expect(() => test.rules.require(test.governed(), "start_session")).toThrow(refused("POLICY_ASKS"));
});

it("is asked for only where a rule asks, not longer than the policy lets, and not twice", async () => {
  await using test = await openRequests();
  await expect(test.ask({ policy_id: "standard" })).rejects.toMatchObject({ code: policyErrors.spec.NOTHING_TO_ASK.code });
  await expect(test.ask({ minutes: 31 })).rejects.toMatchObject({ code: policyErrors.spec.TOO_LONG.code });
  await test.ask();
  await expect(test.ask()).rejects.toMatchObject({ code: policyErrors.spec.ASKED_ALREADY.code });
});

it("is gone from the network the moment it is taken back", async () => {
  await using test = await openRequests(asks("use_network"));
  const { request_id } = await test.ask();
  await test.decide(request_id);
  const session = test.governed();
  expect(test.rules.isOver(session)).toBe(false);
  await test.revoke(request_id, asker);
  expect(test.rules.isOver(session)).toBe(true);
});
