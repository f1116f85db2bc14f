export * from "./policies.schema.ts";
