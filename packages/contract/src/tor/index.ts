export * from "./tor.errors.ts";
export * from "./tor.events.ts";
export * from "./tor.schema.ts";
