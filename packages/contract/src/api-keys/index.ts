export * from "./api-keys.errors.ts";
export * from "./api-keys.events.ts";
export * from "./api-keys.schema.ts";
