export * from "./database.errors.ts";
export * from "./database.schema.ts";
