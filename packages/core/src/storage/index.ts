export { nodeMigrations } from "./migrations/index.ts";
