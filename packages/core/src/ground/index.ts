export {
  type Address,
  createRangeCheck,
  isAddressRange,
  isLoopback,
  isPublicAddress,
  networkOf,
  readAddress,
} from "./addresses.ts";
export { type Child, type ChildExit, type ChildOptions, startChild } from "./child-process.ts";
export { createProbe, type Probe } from "./create-probe.ts";
export { type DamagedFileError, DataFolderError, damagedFile } from "./damaged-file.ts";
export { type DataFolder, openDataFolder, unusable } from "./data-folder.ts";
export { findProgram, installCommand } from "./find-program.ts";
export { followGonePeers, type GonePeers } from "./gone-peers.ts";
export { inspectFolder } from "./inspect-folder.ts";
export { nodeMigrations } from "./migrations/index.ts";
export { ed25519Signer, type NodeKeys, openNodeKeys } from "./node-keys.ts";
export { type Ground, type GroundDeps, openGround } from "./open-ground.ts";
export { createPrepareOnce } from "./prepare-once.ts";
export { settingCount, settingFlag, settingList, settingPort, settingWord } from "./setting-types.ts";
export { spanOf } from "./span-of.ts";
export type { SteadyTime } from "./time/create-steady-time.ts";
export type { NodeTime } from "./time/start-node-time.ts";
export { createDatabaseWrite, writeToFolder } from "./write-probes.ts";
