export * from "./webhooks.errors.ts";
export * from "./webhooks.events.ts";
export * from "./webhooks.schema.ts";
