export * from "./notifications.events.ts";
export * from "./notifications.schema.ts";
