export * from "./node.events.ts";
export * from "./node.schema.ts";
