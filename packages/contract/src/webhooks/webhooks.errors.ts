import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";
import { TargetFault } from "./webhooks.schema.ts";

export const webhookErrors = errorCatalog({
  WEBHOOK_NOT_FOUND: {
    code: "LUCID_WEBHOOK_ERR_2501",
    status: 404,
    retryable: false,
    message: "No such webhook, or no such delivery of it",
  },
  WEBHOOK_LIMIT: {
    code: "LUCID_WEBHOOK_ERR_2502",
    status: 409,
    retryable: false,
    message: "This node has as many webhooks as it may have: remove one first",
    data: z.object({ limit: z.int() }),
  },
  WEBHOOK_TARGET: {
    code: "LUCID_WEBHOOK_ERR_2503",
    status: 422,
    retryable: false,
    message: "This node does not send to that address",
    data: z.object({ fault: TargetFault }),
  },
  WEBHOOK_OFF: {
    code: "LUCID_WEBHOOK_ERR_2504",
    status: 409,
    retryable: false,
    message: "This webhook is off: turn it on first",
  },
});
