export * from "./backups.schema.ts";
