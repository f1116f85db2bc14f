export * from "./dashboard.schema.ts";
