export * from "./witness.schema.ts";
