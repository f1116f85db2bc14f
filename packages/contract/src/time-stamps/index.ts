export * from "./time-stamps.errors.ts";
export * from "./time-stamps.schema.ts";
