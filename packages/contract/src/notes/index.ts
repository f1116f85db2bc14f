export * from "./notes.errors.ts";
export * from "./notes.events.ts";
export * from "./notes.schema.ts";
