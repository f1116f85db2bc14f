import type { HeldBack, PolicyAction, PolicyDecision } from "@lucid/contract";
import type { DesktopEvent } from "../../desktops/index.ts";

type Action = HeldBack["action"];

export interface HeldBackDeps {
  /** Whether the session's owner may do it now. */
  readonly decide: (action: PolicyAction) => PolicyDecision;
  readonly onChange: () => void;
}

/** Somebody who goes on typing is told once, and again after a while. */
const AGAIN_MS = 5_000;

/**
 * What policies hold back of what is tried in one desktop. An event says only that something did not get through: frozen input and a
 * text that is too large are no matter of policy, and are told elsewhere.
 */
export function createHeldBack({ decide, onChange }: HeldBackDeps) {
  const held = new Map<Action, { readonly atMs: number; readonly decision: PolicyDecision }>();

  function refuse(action: Action, atMs: number): void {
    const decision = decide(action);
    if (decision.effect === "allow") return passed(action);
    const known = held.get(action);
    if (known && atMs - known.atMs < AGAIN_MS && isSame(known.decision, decision)) return;
    held.set(action, { atMs, decision });
    onChange();
  }
  function passed(action: Action): void {
    if (held.delete(action)) onChange();
  }

  return {
    hear(event: DesktopEvent): void {
      switch (event.type) {
        case "input-refused":
          return refuse(event.action, event.atMs);
        case "clipboard-in":
          return event.refused === "policy" ? refuse("copy_in", event.atMs) : passed("copy_in");
        case "clipboard-out":
          return event.refused === "policy" ? refuse("copy_out", event.atMs) : passed("copy_out");
        case "key":
          return event.pressed ? passed("type") : undefined;
        case "button":
          return event.pressed ? passed("point") : undefined;
        default:
          return undefined;
      }
    },
    /** As policies would answer now. */
    view: (): readonly HeldBack[] =>
      [...held].flatMap(([action, { atMs }]) => {
        const decision = decide(action);
        return decision.effect === "allow" ? [] : [{ action, decision, at: new Date(atMs).toISOString() }];
      }),
  };
}

const isSame = (one: PolicyDecision, other: PolicyDecision): boolean =>
  one.effect === other.effect && one.policy_id === other.policy_id && one.rule_id === other.rule_id;
