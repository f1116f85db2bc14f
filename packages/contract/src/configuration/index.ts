export * from "./configuration.errors.ts";
export * from "./configuration.events.ts";
export * from "./configuration.schema.ts";
