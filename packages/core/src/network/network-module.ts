import type * as engineModule from "@lucid/chain/network";
import type { NetworkCredits, NetworkStorage, RunningNetwork } from "@lucid/chain/network";

/** The engine of networks with its transport, which is some thirty megabytes: only a node that is in a network loads it. */
export type NetworkEngineModule = typeof engineModule;
export const loadNetworkModule = (): Promise<NetworkEngineModule> => import("@lucid/chain/network");

export type { NetworkCredits, NetworkStorage };

/** A network that this node takes part in now. */
export interface Joined extends RunningNetwork {
  readonly module: NetworkEngineModule;
}
