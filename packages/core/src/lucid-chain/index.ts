export { lucidChainSettings } from "./lucid-chain.settings.ts";
export { archivesIn, type NetworkProofs, type Networks, networksOf, openNetworks } from "./open-networks.ts";
export { openSoloReset, readChainHead, type SoloReset, type SoloResetFacts } from "./open-solo-reset.ts";
export { type LucidChainArea, startLucidChain } from "./start-lucid-chain.ts";
