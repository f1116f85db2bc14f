export { type HostingReport, MissingProgramError, probeHosting } from "../desktops/index.ts";
export { DataFolderError } from "../ground/index.ts";
export {
  type EffectiveSettings,
  environmentName,
  NodeSettings,
  resolveSettings,
  SETTING_KEYS,
  type SettingKey,
  SettingsError,
} from "./settings.ts";
export { type HostDeps, type LucidNode, type NodeFiles, startNode } from "./start-node.ts";
