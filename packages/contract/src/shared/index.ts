export * from "./common.errors.ts";
export * from "./envelope.ts";
export * from "./lucid-error.ts";
export * from "./permissions.ts";
export { type ProcedureMeta, procedure, type RateTier } from "./procedure.ts";
export * from "./shared.schema.ts";
