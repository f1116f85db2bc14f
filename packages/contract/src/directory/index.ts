export * from "./directory.schema.ts";
