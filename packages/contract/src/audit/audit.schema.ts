import { z } from "zod";
import { HashHex, Timestamp, UserId } from "../shared/shared.schema.ts";

/** What kind of thing happened. */
export const AUDIT_TYPES = [
  "user_action",
  "system_event",
  "security_event",
  "emergency_action",
  "error",
  "configuration_change",
  "data_access",
  "authentication",
  "authorization",
] as const;
export type AuditType = (typeof AUDIT_TYPES)[number];

export const AUDIT_SEVERITIES = ["debug", "info", "warning", "error", "critical"] as const;
export type AuditSeverity = (typeof AUDIT_SEVERITIES)[number];

/** `failure` is what was refused, too. */
export const AUDIT_STATUSES = ["success", "failure", "pending", "cancelled"] as const;
export type AuditStatus = (typeof AUDIT_STATUSES)[number];

/** Names under which other systems look for the events that matter most. */
export const AUDIT_EVENTS = [
  "USER_LOGIN",
  "USER_LOGOUT",
  "USER_CREATED",
  "USER_UPDATED",
  "USER_DELETED",
  "SESSION_CREATED",
  "SESSION_TERMINATED",
  "SESSION_BULK_TERMINATED",
  "NODE_REGISTERED",
  "NODE_DEREGISTERED",
  "NODE_MAINTENANCE",
  "BLOCKCHAIN_ANCHOR",
  "BLOCKCHAIN_PAUSE",
  "BLOCKCHAIN_RESUME",
  "LOGIN_FAILED",
  "PERMISSION_DENIED",
  "SUSPICIOUS_ACTIVITY",
  "EMERGENCY_LOCKDOWN",
  "EMERGENCY_SHUTDOWN",
  "EMERGENCY_RESOLVED",
  "CONFIG_CHANGED",
  "DATA_EXPORTED",
  "DATA_DELETED",
  "SYSTEM_ERROR",
  "DATABASE_ERROR",
  "NETWORK_ERROR",
] as const;
export type AuditEventName = (typeof AUDIT_EVENTS)[number];

/** One thing that somebody or the node did, as the log keeps it. */
export const AuditEntry = z
  .object({
    /** Counts the entries of the log from 1. */
    sequence: z.int().positive(),
    event_id: z.uuid(),
    timestamp: Timestamp,
    event_type: z.enum(AUDIT_TYPES),
    severity: z.enum(AUDIT_SEVERITIES),
    status: z.enum(AUDIT_STATUSES),
    event: z.enum(AUDIT_EVENTS).nullable(),
    /** `logins.login`, `sessions.start`, `bulk.chunk`, ... */
    action: z.string(),
    /** `ok`, or why not: the code of an error or a reason. */
    outcome: z.string(),
    /** Null for strangers and for the node itself. */
    user_id: z.string().nullable(),
    /** As the account is called now; null where it has no name or is gone. */
    username: z.string().nullable(),
    resource_type: z.string().nullable(),
    resource_id: z.string().nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    ip_address: z.string().nullable(),
    user_agent: z.string().nullable(),
    login_session_id: z.string().nullable(),
    request_id: z.string().nullable(),
    door: z.string().nullable(),
    /** Hash of the entry before; of the first one, the log's id. */
    previous: HashHex,
    /** SHA-256 of the entry's RFC 8785 form. */
    hash: HashHex,
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof AuditEntry>;

/** What is looked for. All that is given must fit. */
export const AuditFilter = z.strictObject({
  user_id: UserId.optional(),
  action: z
    .string()
    .regex(/^[\w.]{1,100}$/, "the name of an action, such as sessions.start")
    .optional(),
  event_type: z.enum(AUDIT_TYPES).optional(),
  severity: z.enum(AUDIT_SEVERITIES).optional(),
  status: z.enum(AUDIT_STATUSES).optional(),
  event: z.enum(AUDIT_EVENTS).optional(),
  resource_type: z
    .string()
    .regex(/^\w{1,64}$/, "a word, such as session")
    .optional(),
  resource_id: z
    .string()
    .regex(/^[\w.:-]{1,100}$/, "the id of something")
    .optional(),
  from: Timestamp.optional(),
  to: Timestamp.optional(),
  /** Words that the entry's texts begin with. */
  q: z.string().max(200).optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** Where the head of the log stands on the chain. */
export const AuditAnchor = z.object({
  /** The anchor holds for the entries up to this one. */
  size: z.int().positive(),
  /** Hash of that entry. */
  root: HashHex,
  transaction_id: HashHex,
  block_height: z.int(),
  anchored_at: Timestamp,
  final: z.boolean(),
});
export type AuditAnchor = z.infer<typeof AuditAnchor>;

export const AuditState = z
  .object({
    log_id: HashHex,
    /** Number of the last entry, and its hash; 0 and the log's id before there is one. */
    size: z.int(),
    head: HashHex,
    /** The first entry that retention has left. */
    first: z.int(),
    retention_days: z.int(),
    anchor: AuditAnchor.nullable(),
    /** Entries that wait to be written. */
    waiting: z.int(),
  })
  .meta({ id: "AuditState" });
export type AuditState = z.infer<typeof AuditState>;

/** How far a check of the log has come. The last step has `done`. */
export const AuditCheck = z
  .object({
    done: z.boolean(),
    /** Every entry up to this one has the hash that the next one names. */
    verified_to: z.int(),
    size: z.int(),
    /** The first entry that does not fit, and why; null where all do. */
    problem: z.object({ sequence: z.int(), reason: z.enum(["altered", "removed", "not_anchored"]) }).nullable(),
    /** The newest anchor whose hash is that of its entry. */
    anchor: AuditAnchor.nullable(),
  })
  .meta({ id: "AuditCheck" });
export type AuditCheck = z.infer<typeof AuditCheck>;

/** What an export is made of: the whole log, which can be checked, or what a filter finds. */
export const AuditExportQuery = AuditFilter.extend({ format: z.enum(["jsonl", "csv"]).default("jsonl") });
export type AuditExportQuery = z.infer<typeof AuditExportQuery>;
