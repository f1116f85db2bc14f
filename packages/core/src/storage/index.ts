export { isDatabaseTrouble } from "./database-trouble.ts";
export { nodeMigrations } from "./migrations/index.ts";
export * from "./open-database.ts";
