export * from "./payments.protocol.ts";
export * from "./tron.errors.ts";
export * from "./tron.events.ts";
export * from "./tron.schema.ts";
