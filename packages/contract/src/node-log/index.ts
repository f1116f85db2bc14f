export * from "./node-log.schema.ts";
