export { createProbe, type Probe } from "./create-probe.ts";
export { type DataFolder, DataFolderError, unusable } from "./data-folder.ts";
export { nodeMigrations } from "./migrations/index.ts";
export type { NodeKeys } from "./node-keys.ts";
export { type Ground, type GroundDeps, openGround } from "./open-ground.ts";
export { settingCount, settingFlag, settingList, settingPort } from "./setting-types.ts";
export { writeDurably } from "./write-durably.ts";
export { createDatabaseWrite, writeToFolder } from "./write-probes.ts";
