import { z } from "zod";
import { WebhookId } from "./webhooks.schema.ts";

/** A webhook or one of its deliveries is not what it was. */
export const WebhookEvent = z.object({ type: z.literal("webhook"), webhook_id: WebhookId });
