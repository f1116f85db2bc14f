export * from "./auth.errors.ts";
export * from "./chain.errors.ts";
export * from "./common.errors.ts";
export * from "./envelope.ts";
export * from "./lucid-error.ts";
export * from "./sessions.errors.ts";
