export * from "./directory.schema.ts";
export * from "./groups.events.ts";
export * from "./groups.schema.ts";
