import { GroupId, POLICY_ACTIONS, PolicyDocument, type PolicyRule, SessionPolicy } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import { compilePolicy } from "./compile-policy.ts";
import { decide, type HeldGrant, type Question } from "./decide.ts";
import type { Person } from "./person.ts";

const SUNDAY_NOON_UTC = Date.UTC(2026, 10, 29, 12);
const GROUP = GroupId.parse("22222222-2222-4222-8222-222222222222");
const OTHER_GROUP = GroupId.parse("33333333-3333-4333-8333-333333333333");
const person: Person = {
  ...{ userId: "11111111-1111-4111-8111-111111111111", role: "USER", kycStatus: "none", isActive: true },
  isIn: (groupId) => groupId === GROUP,
};
const terms = SessionPolicy.parse({ clipboard: { host_to_remote: true, remote_to_host: true }, network: "internet" });

const rule = (rule_id: string, change: Partial<PolicyRule>): PolicyRule => ({
  ...{ rule_id, effect: "allow", priority: 10, actions: ["copy_out"], when: [] },
  ...change,
});

/** A policy with these rules, as its version 3. */
function policyOf(rules: readonly PolicyRule[], policyId = "p", time_zone = "UTC") {
  return compilePolicy({ policyId, version: 3 }, PolicyDocument.parse({ name: "P", session: terms, rules, time_zone }));
}
const ask = (rules: readonly PolicyRule[], change: Partial<Question> = {}) =>
  decide({
    ...{ person, terms, chosen: policyOf(rules), everywhere: [], kind: "node", standing: "current", grants: [] },
    ...{ action: "copy_out", template: "desktop", sessionId: undefined, atMs: SUNDAY_NOON_UTC },
    ...change,
  });

const deny = rule("no", { effect: "deny" });
const asks = rule("first-ask", { effect: "ask" });
const allow = rule("yes", {});

describe("which rule counts", () => {
  it("denies what no rule speaks of, and allows what the session's terms grant", () => {
    for (const action of POLICY_ACTIONS) {
      const isTerm = !["start_session", "connect_viewer", "connect_rdp"].includes(action);
      expect(ask([], { action })).toMatchObject(
        isTerm ? { effect: "allow", because: "terms" } : { effect: "deny", because: "default" },
      );
    }
  });

  it("never allows what the terms do not grant", () => {
    const closed = SessionPolicy.parse({ input: { mouse: false, keyboard: false } });
    for (const action of ["type", "point", "copy_in", "copy_out", "use_network"] as const) {
      const all = rule("all", { actions: [action], priority: 1_000 });
      expect(ask([all], { action, terms: closed })).toMatchObject({ effect: "deny", because: "terms" });
    }
  });

  it("takes deny before ask before allow on ties, in whatever order they are written", () => {
    const winners = { [deny.rule_id]: "deny", [asks.rule_id]: "ask" } as const;
    for (const rules of [
      [allow, asks, deny],
      [deny, allow, asks],
      [asks, deny, allow],
    ])
      expect(ask(rules)).toMatchObject({ effect: winners[deny.rule_id], because: "rule", rule_id: "no", policy_version: 3 });
    expect(ask([allow, asks])).toMatchObject({ effect: "ask", rule_id: "first-ask" });
  });

  it("takes the higher number first", () => {
    expect(ask([deny, rule("yes", { priority: 11 })])).toMatchObject({ effect: "allow", rule_id: "yes" });
    expect(ask([rule("no", { effect: "deny", priority: 9 }), allow])).toMatchObject({ effect: "allow", rule_id: "yes" });
  });

  it("counts rules that hold everywhere with those of the policy, and names the policy of the one that decided", () => {
    const everywhere = [policyOf([deny], "house")];
    expect(ask([allow], { everywhere })).toMatchObject({ effect: "deny", policy_id: "house", rule_id: "no" });
    expect(ask([rule("yes", { priority: 11 })], { everywhere })).toMatchObject({ effect: "allow", policy_id: "p" });
  });

  it("says nothing of actions that a rule does not name", () => {
    expect(ask([rule("no", { effect: "deny", actions: ["copy_in"] })])).toMatchObject({ effect: "allow", because: "terms" });
  });
});

describe("conditions", () => {
  const when = (...conditions: PolicyRule["when"]) => rule("no", { effect: "deny", when: conditions });
  it.each<[string, PolicyRule["when"][number], boolean]>([
    ["a role", { field: "role", op: "in", value: ["USER"] }, true],
    ["another role", { field: "role", op: "in", value: ["ADMIN"] }, false],
    ["not another role", { field: "role", op: "not_in", value: ["ADMIN"] }, true],
    ["a group", { field: "group", op: "in", value: [OTHER_GROUP, GROUP] }, true],
    ["another group", { field: "group", op: "in", value: [OTHER_GROUP] }, false],
    ["not another group", { field: "group", op: "not_in", value: [OTHER_GROUP] }, true],
    ["not several groups of which one is", { field: "group", op: "not_in", value: [OTHER_GROUP, GROUP] }, false],
    ["the desktop", { field: "template", op: "in", value: ["desktop"] }, true],
    ["the kind of policy", { field: "policy_kind", op: "not_in", value: ["own", "inline"] }, true],
    ["the day", { field: "weekday", op: "in", value: ["sun"] }, true],
    ["another day", { field: "weekday", op: "in", value: ["mon", "sat"] }, false],
    ["the hour", { field: "time_of_day", op: "in", value: { from: "08:00", to: "18:00" } }, true],
    ["the first minute", { field: "time_of_day", op: "in", value: { from: "12:00", to: "12:01" } }, true],
    ["without the last minute", { field: "time_of_day", op: "in", value: { from: "08:00", to: "12:00" } }, false],
    ["over midnight", { field: "time_of_day", op: "in", value: { from: "22:00", to: "13:00" } }, true],
    ["outside of hours", { field: "time_of_day", op: "not_in", value: { from: "22:00", to: "06:00" } }, true],
  ])("knows %s", (_what, condition, holds) => {
    expect(ask([when(condition)]).effect).toBe(holds ? "deny" : "allow");
  });

  it("wants all of a rule", () => {
    const both = when({ field: "role", op: "in", value: ["USER"] }, { field: "weekday", op: "in", value: ["mon"] });
    expect(ask([both]).effect).toBe("allow");
  });

  it("holds for nobody where it is not known: neither in nor outside", () => {
    for (const op of ["in", "not_in"] as const)
      expect(ask([when({ field: "template", op, value: ["desktop"] })], { template: undefined }).effect).toBe("allow");
  });

  it("means the clocks of the policy's zone, summer and winter", () => {
    const sunday = policyOf([when({ field: "weekday", op: "in", value: ["sun"] })], "p", "Pacific/Auckland");
    expect(ask([], { chosen: sunday }).effect).toBe("allow");
    const berlin = policyOf(
      [when({ field: "time_of_day", op: "in", value: { from: "14:00", to: "15:00" } })],
      "p",
      "Europe/Berlin",
    );
    const noon = (month: number) => ask([], { chosen: berlin, atMs: Date.UTC(2026, month, 15, 12, 30) }).effect;
    expect([noon(6), noon(11)]).toEqual(["deny", "allow"]);
  });
});

describe("accounts and versions", () => {
  it("lets an account that is not active do nothing", () => {
    for (const action of POLICY_ACTIONS)
      expect(ask([allow], { action, person: { ...person, isActive: false } })).toMatchObject({
        effect: "deny",
        because: "account",
      });
  });

  it.each(["retired", "superseded"] as const)(
    "starts nothing under a version that is %s, and goes on with what runs",
    (standing) => {
      const everything = rule("yes", { actions: ["start_session", "copy_out"] });
      expect(ask([everything], { standing, action: "start_session" })).toMatchObject({ effect: "deny", because: standing });
      expect(ask([everything], { standing })).toMatchObject({ effect: "allow" });
    },
  );
});

describe("what somebody allowed", () => {
  const grant: HeldGrant = {
    ...{ requestId: "r", userId: person.userId, policyId: "p", policyVersion: 3, action: "copy_out", sessionId: null },
  };
  it("opens what the rule asks for", () => {
    expect(ask([asks], { grants: [grant] })).toMatchObject({
      effect: "allow",
      because: "access",
      rule_id: "first-ask",
      request_id: "r",
    });
  });

  it.each<[string, Partial<HeldGrant>]>([
    ["somebody else's", { userId: "22222222-2222-4222-8222-222222222222" }],
    ["of another policy", { policyId: "q" }],
    ["of another version", { policyVersion: 2 }],
    ["of another action", { action: "copy_in" }],
    ["of another session", { sessionId: "other" }],
  ])("is not opened by a grant %s", (_what, change) => {
    expect(ask([asks], { grants: [{ ...grant, ...change }], sessionId: "this" })).toMatchObject({
      effect: "ask",
      request_id: null,
    });
  });

  it("does not open what a rule denies", () => {
    expect(ask([asks, deny], { grants: [grant] })).toMatchObject({ effect: "deny", rule_id: "no" });
  });
});
