import { z } from "zod";
import type { ReportSetting } from "./problem-report.ts";
import { NodeSettings, SETTING_KEYS, type SettingKey } from "./settings.ts";

/** Settings with where each comes from, and the words that it can be. */
export const reportSettings = (
  settings: Readonly<NodeSettings>,
  sourceOf: (key: SettingKey) => string | undefined,
): readonly ReportSetting[] =>
  SETTING_KEYS.map((key) => ({ key, value: settings[key], source: sourceOf(key) ?? "default", words: wordsOf(key) }));

function wordsOf(key: SettingKey): readonly string[] | undefined {
  const schema = z.toJSONSchema(NodeSettings.shape[key], { io: "output", unrepresentable: "any" }) as {
    readonly enum?: readonly string[];
  };
  return schema.enum;
}
