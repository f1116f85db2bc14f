export * from "./keys.errors.ts";
export * from "./keys.events.ts";
export * from "./keys.schema.ts";
