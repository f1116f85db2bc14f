export * from "./invitations.errors.ts";
export * from "./invitations.events.ts";
export * from "./invitations.schema.ts";
