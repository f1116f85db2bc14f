export * from "./own-nodes.schema.ts";
