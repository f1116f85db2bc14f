export type { NetworkChainCheck } from "./archive/follow-network-chain.ts";
export { checkNetworkChain, exportNetworkChain, importNetworkChain, networkOf } from "./archive/network-chain-files.ts";
export { type NetworkCredits, recountNetworkCredits } from "./archive/recount-network-credits.ts";
export * from "./membership-requests.ts";
export { createNetworkGenesis } from "./network-genesis.ts";
export type { PeerIdentity } from "./peers/identity.ts";
export type { ConnectedPeer } from "./peers/open-peers.ts";
export type { MembershipAnswer, MembershipRequest, MembershipWish } from "./peers/wire.ts";
export { type NetworkDeps, type RunningNetwork, startNetwork } from "./start-network.ts";
