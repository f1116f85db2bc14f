import { z } from "zod";
import { HashHex, Timestamp, UserId } from "../shared/shared.schema.ts";
import { writtenLine, writtenText } from "../shared/written-text.ts";
import { PolicyDemands, PolicyId, RetentionBounds, SessionPolicy } from "./policies.schema.ts";
import { PolicyKind, PolicyRule } from "./policy-rules.schema.ts";

/** Policies that one person may have, retired ones not counted. */
export const MAX_OWN_POLICIES = 50;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** A name of the IANA database, as `Europe/Berlin`. */
export const TimeZone = z.string().min(1).max(64).refine(isTimeZone, "must be the name of a time zone, as Europe/Berlin or UTC");

/** All that one version of a stored policy says. Its RFC 8785 hash is what a session's agreed policy names. */
export const PolicyDocument = z
  .strictObject({
    format: z.literal("lucid-trust-policy").default("lucid-trust-policy"),
    version: z.literal(1).default(1),
    name: writtenLine(1, 80),
    description: writtenText(0, 1_000).default(""),
    /** `chosen`: people choose it for a session. `everywhere`: its rules hold in every session of this node. */
    applies: z.enum(["chosen", "everywhere"]).default("chosen"),
    /** In which the hours and days of its rules are meant. */
    time_zone: TimeZone.default("UTC"),
    /** What a session under it may do at most; of a policy that is not chosen, nothing. */
    session: SessionPolicy.nullable(),
    retention_days: RetentionBounds.default({ min: 1, max: 365 }),
    demands: PolicyDemands.default({ reason: false, ticket: false }),
    rules: z.array(PolicyRule).max(50).default([]),
    /** Of what a rule asks for. */
    approval: z
      .strictObject({ reviewers: z.int().min(1).max(2), longest_minutes: z.int().min(5).max(1_440) })
      .default({ reviewers: 1, longest_minutes: 60 }),
  })
  .refine(({ applies, session }) => (applies === "chosen") === (session !== null), {
    path: ["session"],
    message: "a policy that is chosen says what a session may do, and one that holds everywhere does not",
  })
  .refine(({ rules }) => new Set(rules.map(({ rule_id }) => rule_id)).size === rules.length, {
    path: ["rules"],
    message: "two rules must not have the same id",
  })
  .meta({ id: "PolicyDocument" });
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** One version, as it was made. It never changes. */
export const PolicyVersion = z
  .object({
    policy_id: PolicyId,
    version: z.int().min(1),
    hash: HashHex,
    document: PolicyDocument,
    /** Null for what comes with the program. */
    author_id: UserId.nullable(),
    created_at: Timestamp.nullable(),
  })
  .meta({ id: "PolicyVersion" });
export type PolicyVersion = z.infer<typeof PolicyVersion>;

export const StoredPolicy = z
  .object({
    policy_id: PolicyId,
    kind: PolicyKind.exclude(["inline"]),
    /** Whose own it is; null for the node's and for what comes with the program. */
    owner_id: UserId.nullable(),
    status: z.enum(["enabled", "retired"]),
    updated_at: Timestamp.nullable(),
    /** The version in use. */
    current: PolicyVersion,
    /** Whether the caller may change it. */
    may_change: z.boolean(),
  })
  .meta({ id: "StoredPolicy" });
export type StoredPolicy = z.infer<typeof StoredPolicy>;
