import { z } from "zod";
import { Pagination, SessionId, Timestamp, UserId } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";
import { PolicyId } from "./policies.schema.ts";
import { PolicyAction } from "./policy-rules.schema.ts";

export const RequestId = z.uuid().brand<"RequestId">();
export type RequestId = z.infer<typeof RequestId>;

export const ACCESS_STATES = ["pending", "approved", "denied", "expired", "revoked"] as const;
export const AccessState = z.enum(ACCESS_STATES);
export type AccessState = z.infer<typeof AccessState>;

/** Pending requests of one person. */
export const MAX_PENDING_REQUESTS = 10;

const Somebody = z.object({ user_id: UserId, name: z.string().nullable(), tron_address: z.string() });

/** That somebody may do something for a while, asked of those who manage policies. */
export const AccessRequest = z
  .object({
    request_id: RequestId,
    asker: Somebody,
    /** The version whose rule asks: the grant holds for no other. */
    policy_id: PolicyId,
    policy_version: z.int(),
    policy_name: z.string(),
    rule_id: z.string(),
    action: PolicyAction,
    /** The only session it is for; null for any of the asker's. */
    session_id: SessionId.nullable(),
    reason: z.string(),
    minutes: z.int(),
    status: AccessState,
    /** People who have to allow it. */
    reviewers: z.int(),
    decisions: z.array(
      z.object({ reviewer: Somebody, decision: z.enum(["approve", "deny"]), note: z.string(), decided_at: Timestamp }),
    ),
    requested_at: Timestamp,
    /** When the request lapses, while it is pending; when the grant ends or ended, once it is approved. */
    ends_at: Timestamp,
    /** The session that a grant to start one was used for: it counts once. */
    used_by: SessionId.nullable(),
    may_decide: z.boolean(),
    may_revoke: z.boolean(),
  })
  .meta({ id: "AccessRequest" });
export type AccessRequest = z.infer<typeof AccessRequest>;

export const AccessRequests = z.object({ requests: z.array(AccessRequest), pagination: Pagination });

/** What somebody asks for. */
export const AskedAccess = z.strictObject({
  policy_id: PolicyId,
  action: PolicyAction,
  /** One of the asker's own; the rules of its policy and version count then. */
  session_id: SessionId.optional(),
  reason: writtenLine(1, 500),
  minutes: z.int().min(1).max(1_440),
});
