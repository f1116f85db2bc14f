export * from "./backups.errors.ts";
export * from "./backups.events.ts";
export * from "./backups.schema.ts";
