export * from "./block.ts";
export * from "./bundle.ts";
export * from "./chunk-entry.ts";
export * from "./evidence.ts";
export * from "./genesis.ts";
export * from "./manifest.ts";
export * from "./primitives.ts";
export * from "./transaction.ts";
