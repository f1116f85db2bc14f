export { type FileReport, saveChain, verifyChainFile } from "./chain-files.ts";
export { chainNamed, findChains } from "./find-chains.ts";
export { ChainKeptError, fetchChainAnew, putBackChain } from "./put-back-chain.ts";
export { type CreditsReport, recountCredits } from "./recount-credits.ts";
export { describeStored, type StorageReport } from "./stored-bodies.ts";
export { type ChainReport, LOST, verifyChain } from "./verify-chain.ts";
