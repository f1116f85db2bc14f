export { mergeStored, type SettingSource, type SettingsBase } from "./merge-stored.ts";
export { type OpenSettings, openSettings } from "./open-settings.ts";
export { readStored } from "./settings-repository.ts";
export { startConfiguration } from "./start-configuration.ts";
