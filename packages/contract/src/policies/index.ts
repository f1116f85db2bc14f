export * from "./access-requests.schema.ts";
export * from "./policies.errors.ts";
export * from "./policies.events.ts";
export * from "./policies.schema.ts";
export * from "./policy-rules.schema.ts";
export * from "./stored-policies.schema.ts";
