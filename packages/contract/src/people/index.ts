export * from "./people.events.ts";
export * from "./people.schema.ts";
