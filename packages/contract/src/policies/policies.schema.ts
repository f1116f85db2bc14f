import { z } from "zod";
import { HashHex } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";

/**
 * What the people in one session may do. Everything not granted is refused; its RFC 8785 hash goes into
 * the owner's grant and so into the manifest.
 */
export const SessionPolicy = z
  .strictObject({
    format: z.literal("lucid-policy").default("lucid-policy"),
    version: z.literal(1).default(1),
    input: z.strictObject({ mouse: z.boolean(), keyboard: z.boolean() }).default({ mouse: true, keyboard: true }),
    clipboard: z
      .strictObject({
        host_to_remote: z.boolean(),
        remote_to_host: z.boolean(),
      })
      .default({ host_to_remote: false, remote_to_host: false }),
    /** Where the session's programs may connect to. `internet` never reaches this computer itself. */
    network: z.enum(["none", "internet"]).default("none"),
    recording: z
      .strictObject({
        /** Typed characters enter the record only when this is on and every participant was shown it. */
        keystrokes: z.boolean(),
        /** When the recorder cannot run: freeze input until it is back, or end the session. */
        on_loss: z.enum(["freeze", "end"]),
        /** Whether titles of windows and names of programs enter the record as text. Absent: no. */
        programs: z.boolean().optional(),
      })
      .default({ keystrokes: false, on_loss: "freeze", programs: true }),
    limits: z
      .strictObject({
        duration_s: z.int().min(10).max(86_400),
        idle_s: z.int().min(30).max(86_400),
      })
      .default({ duration_s: 28_800, idle_s: 1_800 }),
  })
  .meta({ id: "SessionPolicy" });
export type SessionPolicy = z.infer<typeof SessionPolicy>;

/** Id of a policy: a word for those that every node has, a UUID for those that people make. */
export const PolicyId = z.string().regex(/^[a-z0-9-]{1,64}$/, "a policy's id");

/** Why somebody opens a session: part of what the owner signs. Empty where nothing was stated. */
export const StatedPurpose = z.strictObject({ reason: writtenLine(0, 500), ticket: writtenLine(0, 100) });
export type StatedPurpose = z.infer<typeof StatedPurpose>;

/** What a session is agreed to under a stored policy, or with a stated purpose: version 2 of `lucid-policy`. */
export const SourcedPolicy = SessionPolicy.extend({
  version: z.literal(2),
  /** The stored policy, and the RFC 8785 hash of that version of it, rules and all; null where the owner gave these terms whole. */
  source: z.strictObject({ policy_id: PolicyId, version: z.int().min(1), hash: HashHex }).nullable(),
  stated: StatedPurpose,
}).meta({ id: "SourcedPolicy" });
export type SourcedPolicy = z.infer<typeof SourcedPolicy>;

/** The document that an owner agrees to. */
export const AgreedPolicy = z.union([SessionPolicy, SourcedPolicy]);
export type AgreedPolicy = z.infer<typeof AgreedPolicy>;

/** What the policies of the owner demand of a new session. */
export const PolicyDemands = z.strictObject({ reason: z.boolean(), ticket: z.boolean() }).meta({ id: "PolicyDemands" });
export type PolicyDemands = z.infer<typeof PolicyDemands>;

/** Days that a recording is kept, at least and at most. */
export const RetentionBounds = z
  .strictObject({ min: z.int().min(1).max(365), max: z.int().min(1).max(365) })
  .refine(({ min, max }) => min <= max, "the least must not be more than the most");
export type RetentionBounds = z.infer<typeof RetentionBounds>;

/** A policy that a person may choose for a new session now. */
export const PolicyPreset = z
  .object({
    policy_id: PolicyId,
    version: z.int(),
    name: z.string(),
    summary: z.string(),
    policy: SessionPolicy,
    policy_hash: z.string(),
    /** `ask`: somebody has to allow it first. */
    effect: z.enum(["allow", "ask"]),
    demands: PolicyDemands,
    retention_days: z.object({ min: z.int(), max: z.int() }),
  })
  .meta({ id: "PolicyPreset" });
export type PolicyPreset = z.infer<typeof PolicyPreset>;
