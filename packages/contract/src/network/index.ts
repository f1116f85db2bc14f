export * from "./network.errors.ts";
export * from "./network.events.ts";
export * from "./network.schema.ts";
