export { startWebhooks } from "./start-webhooks.ts";
export { webhooksSettings } from "./webhooks.settings.ts";
