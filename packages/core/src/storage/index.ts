export { nodeMigrations } from "./migrations/index.ts";
export * from "./open-database.ts";
