import { z } from "zod";
import { Language } from "../shared/language.schema.ts";
import type { Permission } from "../shared/permissions.ts";
import { NamedPerson, SessionId, Timestamp } from "../shared/shared.schema.ts";

/**
 * What people and webhooks are told of, and the permission without which nobody is told: null where it comes to whom it concerns.
 * The page, the e-mail and the receiver of a webhook word it from the kind and its data.
 */
export const NOTIFICATION_AUDIENCE = {
  "session.failed": null,
  "session.interrupted": null,
  "session.unstarted": null,
  "recording.provable": null,
  "recording.expires_soon": null,
  "access.requested": "manage_trust_policies",
  "access.decided": null,
  "login.new_place": null,
  "api_key.expires_soon": null,
  "invitation.used": "manage_users",
  "emergency.asked": "emergency_lockdown",
  "emergency.started": "access_admin_dashboard",
  "emergency.ended": "access_admin_dashboard",
  "alert.began": "access_admin_dashboard",
  "alert.ended": "access_admin_dashboard",
  "payment.completed": "manage_payouts",
  "payment.failed": "manage_payouts",
  "payment.unused": "manage_payouts",
  "payment.refunded": "manage_payouts",
  "payment.refund_failed": "manage_payouts",
  "webhook.disabled": "manage_system_config",
  "backup.missed": "manage_system_config",
  "network.asked": "manage_system_config",
} as const satisfies Readonly<Record<string, Permission | null>>;

export type NotificationKind = keyof typeof NOTIFICATION_AUDIENCE;
export const NOTIFICATION_KINDS = Object.keys(NOTIFICATION_AUDIENCE) as NotificationKind[];
export const NotificationKind = z.enum(NOTIFICATION_KINDS);

export const NotificationId = z.uuid().brand<"NotificationId">();
export type NotificationId = z.infer<typeof NotificationId>;

/** One thing that somebody is told once. */
export const Notification = z
  .object({
    notification_id: NotificationId,
    kind: NotificationKind,
    at: Timestamp,
    read: z.boolean(),
    /** Path of the page where it is seen or done. */
    link: z.string(),
    /** The session it is about; its name is null where the recording is gone. */
    session: z.object({ session_id: SessionId, name: z.string().nullable() }).nullable(),
    /** Who did it, or whom it is about. */
    who: NamedPerson.nullable(),
    /** What belongs to the kind: codes, names, times and numbers. */
    data: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: "Notification" });
export type Notification = z.infer<typeof Notification>;

/** Where somebody wants to be told of a kind. */
export const NotificationChoice = z.object({ kind: NotificationKind, page: z.boolean(), email: z.boolean() });
export type NotificationChoice = z.infer<typeof NotificationChoice>;

export const NotificationSettings = z
  .object({
    /** Whether this node sends e-mail, and where it would go; null while the account has no confirmed address. */
    email: z.object({ available: z.boolean(), address: z.string().nullable() }),
    /** What e-mail is written in; null while nothing was said, and then it is English. */
    language: Language.nullable(),
    /** Of every kind that may come to the account. */
    choices: z.array(NotificationChoice),
  })
  .meta({ id: "NotificationSettings" });
export type NotificationSettings = z.infer<typeof NotificationSettings>;
