export * from "./clock.ts";
export * from "./randomness.ts";
