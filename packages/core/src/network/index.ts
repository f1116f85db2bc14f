export { networkSettings } from "./network.settings.ts";
export { loadNetworkModule } from "./network-module.ts";
export { startNetworkArea } from "./start-network-area.ts";
export { networkFolder, storedNetworks } from "./stored-networks.ts";
