export * from "./open-database.ts";
export { nodeMigrations } from "./migrations/index.ts";
