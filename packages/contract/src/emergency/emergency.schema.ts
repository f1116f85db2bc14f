import { z } from "zod";
import { HashHex, NamedPerson, Timestamp } from "../shared/shared.schema.ts";

/** What is done to a whole node when something is wrong with it. */
export const EMERGENCY_ACTIONS = [
  "lockdown_system",
  "stop_all_sessions",
  "disable_new_sessions",
  "enable_new_sessions",
  "system_shutdown",
  "data_backup",
] as const;
export const EmergencyAction = z.enum(EMERGENCY_ACTIONS);
export type EmergencyAction = z.infer<typeof EmergencyAction>;

export const EmergencyId = z.uuid().brand<"EmergencyId">();
export type EmergencyId = z.infer<typeof EmergencyId>;

/** One action that somebody asked for, and what became of it. */
export const Emergency = z
  .object({
    emergency_id: EmergencyId,
    action: EmergencyAction,
    reason: z.string(),
    /** `initiated`: waits for its approval. `in_progress`: being done, or in force. `failed`: nothing, or not all of it, was done. */
    status: z.enum(["initiated", "in_progress", "completed", "failed"]),
    /**
     * How it ended; null while it is open. `expired`: by itself, as said at its beginning. `lapsed`: nobody decided, or the
     * node was away when it was due. `declined`: a super admin took it back before it began.
     */
    outcome: z.enum(["done", "lifted", "expired", "declined", "lapsed", "failed"]).nullable(),
    /** Who let it happen: a second super admin, a fresh proof of the only one, or nobody has to; null while it waits. */
    approval: z.enum(["second_person", "fresh_factor", "not_needed"]).nullable(),
    asked_by: NamedPerson,
    approved_by: NamedPerson.nullable(),
    /** Who lifted or declined it. */
    ended_by: NamedPerson.nullable(),
    initiated_at: Timestamp,
    /** When its effect was complete. */
    effective_at: Timestamp.nullable(),
    /** When what comes next comes by itself: the end of the wait for approval, the end of what is in force, the stop of the node. */
    due_at: Timestamp.nullable(),
    ended_at: Timestamp.nullable(),
    /** Public key of the owner's other node at which it was asked for, by an account of that node; null: here. */
    node: HashHex.nullable(),
    /** Public key of the other node at which it was lifted; null: here, or it was not. */
    lifted_at_node: HashHex.nullable(),
  })
  .meta({ id: "Emergency" });
export type Emergency = z.infer<typeof Emergency>;

/** What everybody is told of an action in force. */
export const EmergencyNotice = z
  .object({ action: EmergencyAction, reason: z.string(), since: Timestamp, until: Timestamp.nullable() })
  .meta({ id: "EmergencyNotice" });
export type EmergencyNotice = z.infer<typeof EmergencyNotice>;

/** Whom an action would concern, counted at this moment. */
export const EmergencyReach = z
  .object({
    /** Sessions that start or run. */
    open_sessions: z.int(),
    /** People with an open login who are no super admins. */
    people_logged_in: z.int(),
    /** Super admins whose account is active. */
    super_admins: z.int(),
    /** Whether a folder and recipients for backups are set. */
    can_back_up: z.boolean(),
    /** Whether a lockdown and disabled sessions hold on the owner's other nodes too: they share a Redis. */
    other_nodes: z.boolean(),
    /** What an action that wants approval waits for, if the caller asks for it now. */
    approval: z.enum(["second_person", "fresh_factor"]),
  })
  .meta({ id: "EmergencyReach" });
export type EmergencyReach = z.infer<typeof EmergencyReach>;
