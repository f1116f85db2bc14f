export * from "./bundles.ts";
export * from "./chain-clock.ts";
export * from "./chain-keys.ts";
export * from "./chain-node.ts";
