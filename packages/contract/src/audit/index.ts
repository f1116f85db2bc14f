export * from "./audit.events.ts";
export * from "./audit.schema.ts";
