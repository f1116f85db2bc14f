import type { PolicyAction, PolicyDecision } from "@lucid/contract";
import { expect, it, vi } from "vitest";
import type { DesktopEvent } from "../../desktops/index.ts";
import { createHeldBack } from "./held-back.ts";

const AT = 1_790_000_000_000;
const ALLOWED: PolicyDecision = {
  ...{ effect: "allow", because: "terms", policy_id: "p", policy_version: 1, rule_id: null, request_id: null },
};
const ASKS: PolicyDecision = { ...ALLOWED, effect: "ask", because: "rule", rule_id: "asks" };

function watched(answers: Partial<Record<PolicyAction, PolicyDecision>>) {
  const onChange = vi.fn<() => void>();
  const held = createHeldBack({ decide: (action) => answers[action] ?? ALLOWED, onChange });
  const refused = (action: "type" | "point", atMs = AT): void => held.hear({ type: "input-refused", atMs, clientId: 1, action });
  const text = (type: "clipboard-in" | "clipboard-out", refusal: "policy" | "size" | null): void =>
    held.hear({ type, atMs: AT, clientId: 1, format: "text", bytes: 3, sha256: null, refused: refusal });
  return { held, onChange, refused, text };
}

it("says what was held back and why, once for many keys and again after a while", () => {
  const { held, onChange, refused } = watched({ type: ASKS });
  for (let key = 0; key < 50; key++) refused("type", AT + key * 50);
  expect(onChange).toHaveBeenCalledTimes(1);
  expect(held.view()).toEqual([{ action: "type", decision: ASKS, at: new Date(AT).toISOString() }]);
  refused("type", AT + 5_000);
  expect(onChange).toHaveBeenCalledTimes(2);
  expect(held.view()[0]?.at).toBe(new Date(AT + 5_000).toISOString());
});

it("says at once when another rule answers", () => {
  const answers = { point: ASKS };
  const { held, onChange, refused } = watched(answers);
  refused("point");
  answers.point = { ...ASKS, effect: "deny", rule_id: "denies" };
  refused("point", AT + 10);
  expect(onChange).toHaveBeenCalledTimes(2);
  expect(held.view()).toMatchObject([{ decision: { effect: "deny" } }]);
});

it("knows texts in both directions, and takes one that is too large for no matter of policy", () => {
  const { held, onChange, text } = watched({ copy_in: ASKS, copy_out: ASKS });
  text("clipboard-in", "size");
  expect(onChange).not.toHaveBeenCalled();
  text("clipboard-in", "policy");
  text("clipboard-out", "policy");
  expect(held.view().map(({ action }) => action)).toEqual(["copy_in", "copy_out"]);
});

it("is silent about input that is frozen, and about what policies allow meanwhile", () => {
  const answers: Partial<Record<PolicyAction, PolicyDecision>> = {};
  const { held, onChange, refused } = watched(answers);
  refused("type");
  expect([held.view(), onChange.mock.calls]).toEqual([[], []]);
  answers.type = ASKS;
  refused("type");
  answers.type = ALLOWED;
  expect(held.view()).toEqual([]);
  const key: DesktopEvent = { type: "key", atMs: AT, clientId: 1, pressed: true, keysym: 0x61 };
  held.hear(key);
  held.hear(key);
  expect(onChange).toHaveBeenCalledTimes(2);
});
