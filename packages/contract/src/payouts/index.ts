export * from "./claims.schema.ts";
export * from "./payouts.errors.ts";
export * from "./payouts.events.ts";
export * from "./payouts.schema.ts";
export * from "./schedules.schema.ts";
