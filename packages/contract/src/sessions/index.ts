export * from "./session-reasons.ts";
export * from "./session-states.ts";
export * from "./session-tail.schema.ts";
export * from "./sessions.errors.ts";
export * from "./sessions.events.ts";
export * from "./sessions.schema.ts";
