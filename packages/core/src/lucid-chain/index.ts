export { type LucidChainArea, startLucidChain } from "./start-lucid-chain.ts";
