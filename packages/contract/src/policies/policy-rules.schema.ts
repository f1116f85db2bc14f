import { z } from "zod";
import { GroupId } from "../directory/groups.schema.ts";
import { Account } from "../people/people.schema.ts";
import { ROLES } from "../shared/permissions.ts";
import { UserId } from "../shared/shared.schema.ts";

/** What a policy decides about. */
export const POLICY_ACTIONS = [
  "start_session",
  "connect_viewer",
  "connect_rdp",
  "type",
  "point",
  "copy_in",
  "copy_out",
  "use_network",
] as const;
export const PolicyAction = z.enum(POLICY_ACTIONS);
export type PolicyAction = z.infer<typeof PolicyAction>;

export const PolicyEffect = z.enum(["allow", "deny", "ask"]);
export type PolicyEffect = z.infer<typeof PolicyEffect>;

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Where the policy of a session comes from: the program, the node's people who manage policies, its owner, or the call itself. */
export const PolicyKind = z.enum(["built_in", "node", "own", "inline"]);
export type PolicyKind = z.infer<typeof PolicyKind>;

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day from 00:00 to 23:59");
const oneOf = <Name extends string, Value extends z.ZodType>(field: Name, value: Value, most: number) =>
  z.strictObject({ field: z.literal(field), op: z.enum(["in", "not_in"]), value: z.array(value).min(1).max(most) });

/** One comparison of a rule. `in`: the field is one of the values. Nothing in it is ever evaluated as text. */
export const PolicyCondition = z
  .discriminatedUnion("field", [
    oneOf("role", z.enum(ROLES), ROLES.length),
    oneOf("person", UserId, 200),
    /** Of several groups that somebody is in, one is enough. */
    oneOf("group", GroupId, 50),
    oneOf("kyc_status", Account.shape.kyc_status, 5),
    oneOf("template", z.string().min(1).max(64), 50),
    oneOf("policy_kind", PolicyKind, 4),
    oneOf("weekday", z.enum(WEEKDAYS), 7),
    /** From the first minute up to, and without, the second; over midnight where the first is the later one. */
    z.strictObject({
      field: z.literal("time_of_day"),
      op: z.enum(["in", "not_in"]),
      value: z
        .strictObject({ from: TimeOfDay, to: TimeOfDay })
        .refine(({ from, to }) => from !== to, "the two times must not be the same"),
    }),
  ])
  .meta({ id: "PolicyCondition" });
export type PolicyCondition = z.infer<typeof PolicyCondition>;

/**
 * One rule of a policy. It speaks where all its conditions hold. Of the rules that speak the highest priority counts, and
 * among those deny before ask before allow.
 */
export const PolicyRule = z
  .strictObject({
    rule_id: z.string().regex(/^[a-z0-9-]{1,40}$/, "letters a to z, digits and hyphens"),
    effect: PolicyEffect,
    priority: z.int().min(1).max(1_000),
    actions: z.array(PolicyAction).min(1).max(POLICY_ACTIONS.length),
    when: z.array(PolicyCondition).max(10).default([]),
  })
  .meta({ id: "PolicyRule" });
export type PolicyRule = z.infer<typeof PolicyRule>;

/** Which rule of which version of which policy said so, and what. */
export const PolicyDecision = z.object({
  effect: PolicyEffect,
  /**
   * `rule`: the rule named. `terms`: what the session's owner agreed to, or did not. `access`: somebody allowed it for a while.
   * `default`: no rule speaks of it. `retired`, `superseded`: the policy, or this version of it, is not in use any more.
   * `account`: the person's account is not active.
   */
  because: z.enum(["rule", "terms", "access", "default", "retired", "superseded", "account"]),
  policy_id: z.string().nullable(),
  policy_version: z.int().nullable(),
  rule_id: z.string().nullable(),
  request_id: z.string().nullable(),
});
export type PolicyDecision = z.infer<typeof PolicyDecision>;
