export { networkSettings } from "./network.settings.ts";
export { loadNetworkModule, type NetworkCredits, type NetworkStorage } from "./network-module.ts";
export {
  type AskedChange,
  type FinalBlocks,
  type FinalRecordings,
  type NetworkArea,
  startNetworkArea,
} from "./start-network-area.ts";
export { networkFolder, storedNetworks } from "./stored-networks.ts";
