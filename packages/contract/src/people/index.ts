export * from "./people.errors.ts";
export * from "./people.events.ts";
export * from "./people.schema.ts";
