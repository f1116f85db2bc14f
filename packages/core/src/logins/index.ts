export * from "./auth.ts";
export { type AuthDeps, type AuthOptions, createAuth } from "./create-auth.ts";
export * from "./create-auth-handlers.ts";
export * from "./permissions.ts";
