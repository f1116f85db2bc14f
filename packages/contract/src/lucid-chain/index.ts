export * from "./lucid-chain.errors.ts";
export * from "./lucid-chain.events.ts";
export * from "./lucid-chain.schema.ts";
