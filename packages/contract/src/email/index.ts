export * from "./email.errors.ts";
export * from "./email.schema.ts";
