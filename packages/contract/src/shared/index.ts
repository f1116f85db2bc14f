export * from "./common.errors.ts";
export * from "./envelope.ts";
export * from "./field-rule.ts";
export * from "./lucid-error.ts";
export * from "./permissions.ts";
export { errorsOf, metaOf, type ProcedureMeta, procedure, type RateTier, refusalsOf } from "./procedure.ts";
export * from "./shared.schema.ts";
export { shownLine, writtenLine, writtenText } from "./written-text.ts";
