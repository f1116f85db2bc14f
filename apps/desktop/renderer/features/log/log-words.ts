import type { I18n } from "@lingui/core";
import type { LogLevel } from "@lucid/contract";
import type { Tone } from "../../shared/ui/index.ts";

export const levelNames = (i18n: I18n): Readonly<Record<LogLevel, string>> => ({
  trace: i18n.t("finest detail"),
  debug: i18n.t("detail"),
  info: i18n.t("ordinary"),
  warn: i18n.t("worth a look"),
  error: i18n.t("fault"),
  fatal: i18n.t("critical"),
});

export function toneOf(level: LogLevel): Tone {
  if (level === "error" || level === "fatal") return "bad";
  return level === "warn" ? "warning" : "quiet";
}
