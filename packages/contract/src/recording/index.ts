export * from "./recording.errors.ts";
