import { SETTING_KEYS, withStored } from "@lucid/core";
import type { Command } from "commander";
import { addSettingOptions, readSettings } from "./setting-options.ts";
import { printTable } from "./table.ts";

export function addConfigCommand(program: Command): void {
  addSettingOptions(program.command("config"))
    .description("Print the settings in force, and where each value comes from")
    .option("--json", "print one JSON object")
    .action((options) => {
      const { settings, sources } = withStored(readSettings(options));
      if (options.json) {
        const entries = SETTING_KEYS.map((key) => [key, { value: settings[key], source: sources[key] ?? "default" }]);
        return void process.stdout.write(`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
      }
      printTable(
        ["setting", "value", "from"],
        SETTING_KEYS.map((key) => [key, JSON.stringify(settings[key]), sources[key] ?? "default"]),
      );
    });
}
