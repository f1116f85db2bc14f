import { z } from "zod";
import { backupErrors } from "../backups/backups.errors.ts";
import type { ErrorEntry } from "../shared/lucid-error.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Pagination, Paging } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";
import { emergencyErrors } from "./emergency.errors.ts";
import { Emergency, EmergencyId, EmergencyNotice, EmergencyReach } from "./emergency.schema.ts";

const tags = ["emergency"];
const { ALREADY_OPEN, EMERGENCY_NOT_FOUND, EMERGENCY_STATE, NOT_DISABLED, OWN_REQUEST } = emergencyErrors.spec;

const act = (permission: "emergency_lockdown" | "emergency_shutdown", ...errors: ErrorEntry[]) =>
  procedure(permission, { rate: "emergency", changes: "emergency", fresh: true, errors });
const reason = writtenLine(1, 500);
const minutes = (most: number, usual: number) => z.int().min(1).max(most).default(usual);
const one = z.strictObject({ emergency_id: EmergencyId });

export const emergencyContract = {
  status: procedure("access_admin_dashboard")
    .route({
      method: "GET",
      path: "/admin/emergency/status",
      tags,
      summary: "Emergency actions: open ones, and a page of those that are over",
    })
    .input(Paging.extend({ limit: Paging.shape.limit.unwrap().default(50) }).optional())
    .output(
      z.object({
        emergency_active: z.boolean(),
        /** The gravest of those in force. */
        current_emergency: Emergency.nullable(),
        open: z.array(Emergency),
        /** Those that are over, newest first, and how many there are. */
        history: z.array(Emergency),
        pagination: Pagination,
        reach: EmergencyReach,
      }),
    ),
  notice: procedure("account", { inLockdown: true })
    .route({ method: "GET", path: "/emergency/notice", tags, summary: "Emergency actions that are in force now" })
    .input(Nothing)
    .output(z.object({ in_force: z.array(EmergencyNotice) })),
  lockdown: act("emergency_lockdown", ALREADY_OPEN)
    .route({
      method: "POST",
      path: "/admin/emergency/lockdown",
      tags,
      summary: "Only super admins may act; every session is ended and sealed",
    })
    .input(z.strictObject({ reason, duration_minutes: minutes(1_440, 60) }))
    .output(Emergency),
  stopSessions: act("emergency_lockdown", ALREADY_OPEN)
    .route({ method: "POST", path: "/admin/emergency/stop-sessions", tags, summary: "End and seal every session" })
    .input(z.strictObject({ reason }))
    .output(Emergency),
  disableSessions: act("emergency_lockdown", ALREADY_OPEN)
    .route({ method: "POST", path: "/admin/emergency/disable-sessions", tags, summary: "No new sessions for a while" })
    .input(z.strictObject({ reason, duration_minutes: minutes(720, 720) }))
    .output(Emergency),
  enableSessions: act("emergency_lockdown", NOT_DISABLED)
    .route({ method: "POST", path: "/admin/emergency/enable-sessions", tags, summary: "New sessions again" })
    .input(z.strictObject({ reason }))
    .output(Emergency),
  shutdown: act("emergency_shutdown", ALREADY_OPEN)
    .route({ method: "POST", path: "/admin/emergency/shutdown", tags, summary: "Stop the node in order" })
    .input(z.strictObject({ reason, delay_seconds: z.int().min(0).max(300).default(30) }))
    .output(Emergency),
  backup: act("emergency_lockdown", ALREADY_OPEN, backupErrors.spec.BACKUP_NOT_SET_UP)
    .route({ method: "POST", path: "/admin/emergency/backup", tags, summary: "Make a full backup now, and read it back" })
    .input(z.strictObject({ reason }))
    .output(Emergency),
  approve: act("emergency_lockdown", EMERGENCY_NOT_FOUND, EMERGENCY_STATE, OWN_REQUEST)
    .route({
      method: "POST",
      path: "/admin/emergency/{emergency_id}/approve",
      tags,
      summary: "Let what another super admin asked for happen",
    })
    .input(one)
    .output(Emergency),
  decline: act("emergency_lockdown", EMERGENCY_NOT_FOUND, EMERGENCY_STATE)
    .route({
      method: "POST",
      path: "/admin/emergency/{emergency_id}/decline",
      tags,
      summary: "Refuse what waits for approval, or take the own request back",
    })
    .input(one)
    .output(Emergency),
  lift: act("emergency_lockdown", EMERGENCY_NOT_FOUND, EMERGENCY_STATE)
    .route({
      method: "POST",
      path: "/admin/emergency/{emergency_id}/lift",
      tags,
      summary: "End what is in force, or a shutdown before its time",
    })
    .input(one)
    .output(Emergency),
};
