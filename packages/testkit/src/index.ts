export * from "./bundles.ts";
export * from "./chain-clock.ts";
export * from "./chain-dice.ts";
export * from "./chain-keys.ts";
export * from "./chain-node.ts";
export * from "./chain-simulation.ts";
export * from "./chain-traffic.ts";
export * from "./chain-witness.ts";
