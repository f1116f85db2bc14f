import { setupI18n } from "@lingui/core";
import {
  GroupId,
  POLICY_ACTIONS,
  type PolicyDecision,
  PolicyDocument,
  type PolicyRule,
  SessionPolicy,
  UserId,
} from "@lucid/contract";
import { expect, it } from "vitest";
import { compareWords, documentWords } from "./document-words.ts";
import { newDocument, newRule } from "./edited-policy.ts";
import { decisionWords, ruleSentence } from "./rule-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const [NIGHT, GONE] = ["22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333"].map((id) =>
  GroupId.parse(id),
);
const [ADA, BEN] = [UserId.parse("44444444-4444-4444-8444-444444444444"), UserId.parse("55555555-5555-4555-8555-555555555555")];
const groupName = (id: string): string | undefined => (id === NIGHT ? "Night shift" : undefined);
const rule = (change: Partial<PolicyRule>): PolicyRule => ({ ...newRule([]), ...change });

it.each<[Partial<PolicyRule>, string]>([
  [{ actions: ["start_session"] }, "Everybody may start a session."],
  [
    { effect: "deny", actions: ["copy_in", "copy_out"] },
    "Nobody may paste text into the desktop or copy text out of the desktop.",
  ],
  [{ effect: "ask", actions: ["use_network"] }, "Everybody may use the internet in it, once somebody has allowed it."],
  [
    {
      ...{ effect: "deny", actions: ["copy_out"] },
      when: [
        { field: "role", op: "in", value: ["USER"] },
        { field: "weekday", op: "in", value: ["sat", "sun"] },
        { field: "time_of_day", op: "not_in", value: { from: "08:00", to: "18:00" } },
      ],
    },
    "These may not copy text out of the desktop (role: user; day: Saturday or Sunday; outside of 08:00 to 18:00).",
  ],
  [
    { when: [{ field: "group", op: "in", value: [NIGHT, GONE].filter((id) => id !== undefined) }] },
    "These may start a session (group: Night shift or a group 333333…333333).",
  ],
  [{ when: [{ field: "person", op: "in", value: [ADA] }] }, "These may start a session (1 person by name)."],
  [
    { effect: "deny", when: [{ field: "person", op: "not_in", value: [ADA, BEN] }] },
    "These may not start a session (everybody but 2 people).",
  ],
])("says %j as one sentence", (change, sentence) => {
  expect(ruleSentence(rule(change), i18n, groupName)).toBe(sentence);
});

it("says every action and every answer", () => {
  for (const action of POLICY_ACTIONS)
    expect(ruleSentence(rule({ actions: [action] }), i18n, groupName)).toMatch(/^Everybody may .{4,}\.$/);
  const because: PolicyDecision["because"][] = ["rule", "terms", "access", "default", "retired", "superseded", "account"];
  for (const reason of because) expect(decisionWords({ effect: "deny", because: reason }, i18n)).toMatch(/^(?:No|Yes): /);
});

it("compares two versions line by line", () => {
  const first = PolicyDocument.parse({ name: "House", session: SessionPolicy.parse({}) });
  const second = { ...first, name: "House, stricter", rules: [rule({ effect: "deny", actions: ["type"] })] };
  const changes = compareWords(documentWords(first, i18n, groupName), documentWords(second, i18n, groupName));
  expect(changes.filter(({ kind }) => kind !== "same")).toEqual([
    { kind: "removed", text: "Name: House" },
    { kind: "added", text: "Name: House, stricter" },
    { kind: "added", text: "Nobody may type. Priority 10." },
  ]);
  expect(
    compareWords(documentWords(first, i18n, groupName), documentWords(first, i18n, groupName)).every(
      ({ kind }) => kind === "same",
    ),
  ).toBe(true);
});

it("begins a policy with everybody, and gives each rule an id of its own", () => {
  const { name, rules } = newDocument();
  expect(name).toBe("");
  expect(rules.map((one) => ruleSentence(one, i18n, groupName))).toEqual([
    "Everybody may start a session, connect in the page, and connect over RDP.",
  ]);
  const two = [newRule([]), newRule([newRule([])])];
  expect(new Set(two.map(({ rule_id }) => rule_id)).size).toBe(2);
});
