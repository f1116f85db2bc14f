export * from "./chain/index.ts";
export * from "./node/index.ts";
export * from "./ports/index.ts";
