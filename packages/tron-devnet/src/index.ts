export type { Fault, Faults } from "./http/faults.ts";
export { type Devnet, type DevnetDeps, DevnetFolderError, type DevnetOptions, startDevnet } from "./start-devnet.ts";
