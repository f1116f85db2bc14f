export * from "./emergency.errors.ts";
export * from "./emergency.events.ts";
export * from "./emergency.schema.ts";
