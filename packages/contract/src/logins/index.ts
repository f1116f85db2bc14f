export * from "./logins.errors.ts";
export * from "./logins.events.ts";
export * from "./logins.schema.ts";
export * from "./passkeys.schema.ts";
export * from "./second-factor.schema.ts";
