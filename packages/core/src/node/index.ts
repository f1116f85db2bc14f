export {
  type BackupCheck,
  BackupError,
  type BackupProgress,
  checkBackup,
  listBackups,
  type MadeBackup,
  makeBackup,
  placeOf,
  pruneBackups,
  publicKeyIn,
  type Restored,
  readIdentities,
  rehearseRestore,
  restoreBackup,
} from "../backups/index.ts";
export {
  ChainKeptError,
  type ChainReport,
  type CreditsReport,
  chainNamed,
  describeStored,
  type FileReport,
  fetchChainAnew,
  findChains,
  LOST,
  putBackChain,
  recountCredits,
  type StorageReport,
  saveChain,
  verifyChain,
  verifyChainFile,
} from "../chains/index.ts";
export {
  type ConnectInfo,
  createLocalDesktops,
  type Desktop,
  type DesktopEvent,
  type DesktopExit,
  type DesktopOpener,
  type DesktopOptions,
  type DesktopsPort,
  type HostingReport,
  MissingProgramError,
  type SandboxLimit,
} from "../desktops/index.ts";
export { DataFolderError, inspectFolder, spanOf } from "../ground/index.ts";
export { listKeys, type NodeKeyRotation, openNodeKeyRotation, rotateKey } from "../keys/index.ts";
export { resetSecondFactor } from "../logins/index.ts";
export { openSoloReset, readChainHead, type SoloResetFacts } from "../lucid-chain/index.ts";
export { createLogTap, type LogLines, readNodeLog } from "../node-log/index.ts";
export { createTorProgram, requireTor, type TorListener, type TorOptions, type TorPort, TorTrouble } from "../tor/index.ts";
export { createPaymentsChild, type PaymentsPort, type PaymentsProcess } from "../tron/index.ts";
export { writeCrashReport } from "./crash-report.ts";
export type { HostPart, HostParts } from "./host-parts.ts";
export { writeProblemReport } from "./problem-report.ts";
export { reportSettings } from "./report-settings.ts";
export {
  type EffectiveSettings,
  environmentName,
  givenSettings,
  NodeSettings,
  resolveSettings,
  SETTING_GROUPS,
  SETTING_KEYS,
  type SettingKey,
  SettingsError,
  withStored,
} from "./settings.ts";
export { type HostDeps, type LucidNode, type NodeFiles, type Recordings, startNode } from "./start-node.ts";
