export * from "./chain.types.ts";
export type * from "./checkpointer/checkpointer.types.ts";
export { type CheckpointerDeps, type CheckpointerOptions, createCheckpointer } from "./checkpointer/create-checkpointer.ts";
export * from "./genesis.ts";
export { openSignStateFile } from "./signing/open-sign-state-file.ts";
export type { SignStateFile } from "./signing/sign-state.ts";
export { startChain } from "./start-chain.ts";
export { openChainDatabase } from "./store/open-chain-database.ts";
