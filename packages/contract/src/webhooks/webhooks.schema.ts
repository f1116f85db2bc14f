import { z } from "zod";
import { NotificationKind } from "../notifications/notifications.schema.ts";
import { NamedPerson, Timestamp } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";

export const WebhookId = z.uuid().brand<"WebhookId">();
export type WebhookId = z.infer<typeof WebhookId>;
export const DeliveryId = z.uuid().brand<"DeliveryId">();
export type DeliveryId = z.infer<typeof DeliveryId>;

/** Webhooks of one node. */
export const MAX_WEBHOOKS = 20;
/** How long the secret of before signs as well, in hours, once there is a new one. */
export const SECRET_OVERLAP_HOURS = 24;

const WebhookUrl = z.url({ protocol: /^https?$/ }).max(2_000);

export const WebhookInput = z.strictObject({
  name: writtenLine(1, 80),
  url: WebhookUrl,
  kinds: z.array(NotificationKind).min(1).max(64),
});

/** Why a URL is none that this node sends to. */
export const TargetFault = z.enum(["scheme", "credentials", "address"]);
export type TargetFault = z.infer<typeof TargetFault>;

/**
 * Why a delivery was not taken. `address`: it leads into a network that this node does not send to; `queue`: so many waited that this
 * one was not tried; `status`: an answer that is no 2xx; `tor`: it goes through the node's Tor alone, which is not connected.
 */
export const DeliveryError = z.enum(["address", "name", "connection", "tls", "timeout", "redirect", "status", "queue", "tor"]);
export type DeliveryError = z.infer<typeof DeliveryError>;

/** Where a node posts what happens. Its secret is shown once. */
export const Webhook = z
  .object({
    webhook_id: WebhookId,
    name: z.string(),
    url: z.string(),
    kinds: z.array(NotificationKind),
    /** `off` by hand; `failing` and `gone` by the node: nothing was taken for days, or the receiver said 410. */
    state: z.enum(["on", "off", "failing", "gone"]),
    created_by: NamedPerson,
    created_at: Timestamp,
    /** Until when the secret of before signs as well; null where there is only one. */
    old_secret_until: Timestamp.nullable(),
    /** Since when nothing was taken; null where the last delivery was. */
    failing_since: Timestamp.nullable(),
    last_delivered_at: Timestamp.nullable(),
    waiting: z.int(),
  })
  .meta({ id: "Webhook" });
export type Webhook = z.infer<typeof Webhook>;

export const DeliveryAttempt = z.object({
  at: Timestamp,
  /** Status of the answer; null where there was none. */
  status: z.int().nullable(),
  duration_ms: z.int(),
  /** Bytes of the answer that were read, 64 KiB at most. */
  response_bytes: z.int(),
  error: DeliveryError.nullable(),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

/** One message on its way to one webhook. */
export const Delivery = z
  .object({
    delivery_id: DeliveryId,
    /** `webhook-id` of the request, the same at every attempt. */
    message_id: z.string(),
    kind: z.union([NotificationKind, z.literal("webhook.test")]),
    state: z.enum(["waiting", "delivered", "failed"]),
    created_at: Timestamp,
    /** When it is tried next; null where it is not. */
    next_at: Timestamp.nullable(),
    /** Oldest first, the last twenty. */
    attempts: z.array(DeliveryAttempt),
  })
  .meta({ id: "Delivery" });
export type Delivery = z.infer<typeof Delivery>;
