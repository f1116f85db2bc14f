import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Message, Pagination, Paging } from "../shared/shared.schema.ts";
import { webhookErrors } from "./webhooks.errors.ts";
import { Delivery, DeliveryId, Webhook, WebhookId, WebhookInput } from "./webhooks.schema.ts";

const tags = ["webhooks"];
const access = "manage_system_config";
const changes = "webhook";
const { WEBHOOK_LIMIT, WEBHOOK_NOT_FOUND, WEBHOOK_OFF, WEBHOOK_TARGET } = webhookErrors.spec;
const one = z.strictObject({ webhook_id: WebhookId });
const withSecret = z.object({
  webhook: Webhook,
  secret: z.string().meta({ description: "whsec_ and the key in base64: in this answer only" }),
});

export const webhooksContract = {
  list: procedure(access)
    .route({ method: "GET", path: "/admin/webhooks", tags, summary: "Where this node posts what happens" })
    .input(Nothing)
    .output(
      z.object({
        webhooks: z.array(Webhook),
        /** Private networks that webhooks may lead into: the setting webhook_networks. */
        networks: z.array(z.string()),
      }),
    ),
  create: procedure(access, { changes, fresh: true, errors: [WEBHOOK_LIMIT, WEBHOOK_TARGET] })
    .route({
      method: "POST",
      path: "/admin/webhooks",
      tags,
      summary: "Make a webhook; its secret is in this answer only",
      successStatus: 201,
    })
    .input(WebhookInput)
    .output(withSecret),
  update: procedure(access, { changes, fresh: true, errors: [WEBHOOK_NOT_FOUND, WEBHOOK_TARGET] })
    .route({ method: "PUT", path: "/admin/webhooks/{webhook_id}", tags, summary: "Change a webhook, or turn it on or off" })
    .input(one.extend({ ...WebhookInput.partial().shape, on: z.boolean().optional() }))
    .output(Webhook),
  remove: procedure(access, { changes, errors: [WEBHOOK_NOT_FOUND] })
    .route({ method: "DELETE", path: "/admin/webhooks/{webhook_id}", tags, summary: "Remove a webhook and its deliveries" })
    .input(one)
    .output(Message),
  rotateSecret: procedure(access, { changes, fresh: true, errors: [WEBHOOK_NOT_FOUND] })
    .route({
      method: "POST",
      path: "/admin/webhooks/{webhook_id}/secret",
      tags,
      summary: "Give a webhook a new secret; the one of before signs as well for a day",
    })
    .input(one)
    .output(withSecret),
  test: procedure(access, { changes, errors: [WEBHOOK_NOT_FOUND, WEBHOOK_OFF] })
    .route({ method: "POST", path: "/admin/webhooks/{webhook_id}/test", tags, summary: "Send a message to try a webhook" })
    .input(one)
    .output(Delivery),
  deliveries: procedure(access, { errors: [WEBHOOK_NOT_FOUND] })
    .route({
      method: "GET",
      path: "/admin/webhooks/{webhook_id}/deliveries",
      tags,
      summary: "What was sent in the last 30 days and what came of it, newest first",
    })
    .input(Paging.extend(one.shape))
    .output(z.object({ deliveries: z.array(Delivery), pagination: Pagination })),
  redeliver: procedure(access, { changes, errors: [WEBHOOK_NOT_FOUND, WEBHOOK_OFF] })
    .route({
      method: "POST",
      path: "/admin/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver",
      tags,
      summary: "Send a message once more, now",
    })
    .input(one.extend({ delivery_id: DeliveryId }))
    .output(Delivery),
};
