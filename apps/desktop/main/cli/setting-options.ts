import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type EffectiveSettings, NodeSettings, resolveSettings, SETTING_GROUPS, SETTING_KEYS, SettingsError } from "@lucid/core";
import { type Command, Option } from "commander";
import { CommandError, EXIT } from "./exit-codes.ts";

export const CONFIG_FILE = "lucid.config.json";

/** Adds one option for each setting of a node. The help lists them by what they are about, or not at all where they are `quiet`. */
export function addSettingOptions(command: Command, { quiet = false } = {}): Command {
  for (const { title, keys } of SETTING_GROUPS)
    for (const key of keys) {
      const option = new Option(`--${key.replaceAll("_", "-")} <value>`, NodeSettings.shape[key].description ?? "");
      command.addOption(option.helpGroup(`${title}:`).hideHelp(quiet));
    }
  return command;
}

/** Settings from the flags, `LUCID_*` and lucid.config.json of the working folder. */
export function readSettings(options: Readonly<Record<string, unknown>>): EffectiveSettings {
  const flags = Object.fromEntries(SETTING_KEYS.map((key) => [key, options[camelCase(key)]]));
  try {
    return resolveSettings({
      flags,
      environment: process.env,
      file: readConfigFile(),
      defaults: { data: defaultData },
      resolvePath: (path, source) => (source === "file" ? resolve(dirname(resolve(CONFIG_FILE)), path) : resolve(path)),
    });
  } catch (error) {
    if (error instanceof SettingsError) throw new CommandError(EXIT.settings, error.message, { cause: error });
    throw error;
  }
}

/** An account may have no home, and a container's user may have no account. @throws CommandError then. */
function defaultData(): string {
  try {
    return join(process.env["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "lucid");
  } catch (error) {
    throw new CommandError(EXIT.settings, "This user has no home folder: say with --data where the node keeps its data", {
      cause: error,
    });
  }
}

function readConfigFile(): unknown {
  const path = resolve(CONFIG_FILE);
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CommandError(EXIT.settings, `${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

const camelCase = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
