export * from "./witness.errors.ts";
export * from "./witness.schema.ts";
