export * from "./crash.ts";
export * from "./dice.ts";
export * from "./empty-state.ts";
export * from "./keys.ts";
export * from "./node.ts";
export * from "./simulation.ts";
export * from "./traffic.ts";
export * from "./witness.ts";
