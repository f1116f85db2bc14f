import {
  POLICY_ACTIONS,
  type PolicyAction,
  type PolicyCondition,
  type PolicyDocument,
  type PolicyKind,
  type PolicyRule,
} from "@lucid/contract";
import type { Person } from "./person.ts";
import { type ZonedClock, zonedClock } from "./zoned-time.ts";

/** What a rule is asked about. */
export interface Circumstances {
  readonly person: Person;
  /** Of the policy that was chosen for the session. */
  readonly kind: PolicyKind;
  /** Undefined where no desktop is chosen yet: conditions on it do not hold. */
  readonly template: string | undefined;
  /** Unix milliseconds. */
  readonly atMs: number;
}

export interface CompiledRule extends Pick<PolicyRule, "rule_id" | "effect" | "priority"> {
  readonly holds: (circumstances: Circumstances) => boolean;
}

/** A version of a policy, made ready to be asked many times a second. */
export interface CompiledPolicy {
  /** Null for a policy that came whole with a call. */
  readonly policyId: string | null;
  readonly version: number | null;
  /** Highest priority first, and of one priority the strictest first. */
  rulesOf(action: PolicyAction): readonly CompiledRule[];
}

const STRICTNESS = { deny: 2, ask: 1, allow: 0 } as const;

/** Deny before ask before allow, highest priority first. */
export function compilePolicy(
  { policyId, version }: Pick<CompiledPolicy, "policyId" | "version">,
  { rules, time_zone }: Pick<PolicyDocument, "rules" | "time_zone">,
): CompiledPolicy {
  const ordered = rules.toSorted((a, b) => b.priority - a.priority || STRICTNESS[b.effect] - STRICTNESS[a.effect]);
  const compiled = ordered.map(({ actions, when, ...rule }) => ({ actions, rule: { ...rule, holds: all(when, time_zone) } }));
  const byAction = new Map(
    POLICY_ACTIONS.map((action) => [
      action,
      compiled.filter(({ actions }) => actions.includes(action)).map(({ rule }): CompiledRule => rule),
    ]),
  );
  return { policyId, version, rulesOf: (action) => byAction.get(action) ?? [] };
}

/** Whether `first` counts rather than `second`. */
export const outranks = (first: CompiledRule, second: CompiledRule): boolean =>
  first.priority > second.priority ||
  (first.priority === second.priority && STRICTNESS[first.effect] > STRICTNESS[second.effect]);

function all(conditions: readonly PolicyCondition[], timeZone: string): CompiledRule["holds"] {
  const clock = zonedClock(timeZone);
  const tests = conditions.map((condition) => test(condition, clock));
  return (circumstances) => tests.every((holds) => holds(circumstances));
}

function test(condition: PolicyCondition, clock: ZonedClock): CompiledRule["holds"] {
  const wanted = condition.op === "in";
  switch (condition.field) {
    case "role":
      return among(condition.value, wanted, ({ person }) => person.role);
    case "person":
      return among(condition.value, wanted, ({ person }) => person.userId);
    case "group":
      return ({ person }) => condition.value.some((groupId) => person.isIn(groupId)) === wanted;
    case "kyc_status":
      return among(condition.value, wanted, ({ person }) => person.kycStatus);
    case "template":
      return among(condition.value, wanted, ({ template }) => template);
    case "policy_kind":
      return among(condition.value, wanted, ({ kind }) => kind);
    case "weekday":
      return among(condition.value, wanted, ({ atMs }) => clock(atMs).weekday);
    case "time_of_day": {
      const [from, to] = [minutesOf(condition.value.from), minutesOf(condition.value.to)];
      return ({ atMs }) => {
        const { minute } = clock(atMs);
        const within = from < to ? from <= minute && minute < to : from <= minute || minute < to;
        return within === wanted;
      };
    }
  }
}

/** What is not known is neither among the values nor outside them: no condition on it holds. */
function among<Value extends string>(
  values: readonly Value[],
  wanted: boolean,
  read: (circumstances: Circumstances) => string | undefined,
): CompiledRule["holds"] {
  const set = new Set<string>(values);
  return (circumstances) => {
    const value = read(circumstances);
    return value !== undefined && set.has(value) === wanted;
  };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
