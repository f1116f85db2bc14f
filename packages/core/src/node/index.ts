export { DataFolderError } from "./data-folder.ts";
export { type HostingReport, MissingProgramError, probeHosting } from "./hosting.ts";
export {
  type EffectiveSettings,
  environmentName,
  NodeSettings,
  resolveSettings,
  SETTING_KEYS,
  type SettingKey,
  SettingsError,
} from "./settings.ts";
export { type HostDeps, type LucidNode, startNode } from "./start-node.ts";
