export * from "./invoices.errors.ts";
export * from "./invoices.events.ts";
export * from "./invoices.schema.ts";
