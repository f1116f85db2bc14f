export { lucidChainSettings } from "./lucid-chain.settings.ts";
export { type LucidChainArea, startLucidChain } from "./start-lucid-chain.ts";
