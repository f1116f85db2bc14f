export { networkSettings } from "./network.settings.ts";
export { startNetworkArea } from "./start-network-area.ts";
