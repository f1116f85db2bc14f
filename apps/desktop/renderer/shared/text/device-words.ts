import type { I18n } from "@lingui/core";

/** More telling names first: most browsers call themselves Chrome and Safari as well. */
const PROGRAMS = [
  [/Electron\//, "Lucid"],
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chromium\//, "Chromium"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;
const SYSTEMS = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux|X11/, "Linux"],
] as const;

const firstOf = (names: readonly (readonly [RegExp, string])[], text: string): string | undefined =>
  names.find(([sign]) => sign.test(text))?.[1];

/** What a login calls itself (a user agent) in words: "Firefox on Windows". What is not known stays as it is. */
export function describeDevice(userAgent: string, i18n: I18n): string {
  if (/^node\b|^lucid\b/i.test(userAgent)) return i18n.t("the lucid command or another program");
  const program = firstOf(PROGRAMS, userAgent);
  const system = firstOf(SYSTEMS, userAgent);
  if (program !== undefined && system !== undefined) return i18n.t("{program} on {system}", { program, system });
  return program ?? system ?? userAgent;
}
