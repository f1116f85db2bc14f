import { release } from "node:os";
import type { LogEntry, NodeUnit, PartHealth, SettingValue } from "@lucid/contract";
import { coverPrivate } from "./cover-private.ts";
import { logForReport } from "./report-log.ts";

/** What a problem report is made of. Nothing of people, sessions or recordings is in it. */
export interface ReportFacts {
  readonly version: string;
  /** When it was made, ISO 8601. */
  readonly madeAt: string;
  /** Seconds since the node started; undefined where none was asked. */
  readonly uptime?: number;
  readonly settings: readonly ReportSetting[];
  readonly parts: Readonly<Record<string, PartHealth>>;
  readonly units: readonly NodeUnit[];
  /** Programs and figures of the machine, a line each. */
  readonly machine: readonly (readonly [name: string, detail: string])[];
  /** Lines of the node's own log, oldest first. */
  readonly log: readonly LogEntry[];
}

export interface ReportSetting {
  readonly key: string;
  readonly value: SettingValue;
  readonly source: string;
  /** The words that it can be, where there is a list of them. */
  readonly words?: readonly string[] | undefined;
}

/**
 * A text to be read by whoever has the problem, then saved or sent by them: what is shown is what is saved. It is made of what is known
 * to be harmless, and free text goes through `coverPrivate` all the same.
 */
export function writeProblemReport(facts: ReportFacts): string {
  const { version, madeAt, uptime, settings, parts, units, machine, log } = facts;
  const section = (title: string, lines: readonly string[]): string[] => ["", title, ...lines.map((line) => `  ${line}`)];
  return [
    "Lucid problem report",
    "Read it before you pass it on: names, addresses, paths, keys and what people wrote were left out or covered.",
    "",
    `version   ${version}`,
    `made at   ${madeAt}`,
    `system    ${process.platform} ${release()}, ${process.arch}, Node.js ${process.versions.node}`,
    ...(uptime === undefined ? [] : [`running   ${Math.round(uptime)} s`]),
    ...section(
      "Parts",
      Object.entries(parts).map(([name, { ok, detail }]) => `${ok ? "ok     " : "FAILING"} ${name}: ${coverPrivate(detail)}`),
    ),
    ...section(
      "Processes and workers",
      units.map(({ kind, state, restarts }) => `${state}, restarted ${restarts} times: ${kind}`),
    ),
    ...section(
      "Machine",
      machine.map(([name, detail]) => `${name}: ${coverPrivate(detail)}`),
    ),
    ...section(
      "Settings that are not the default",
      settings
        .filter(({ source }) => source !== "default")
        .map((setting) => `${setting.key} = ${shown(setting)} (${setting.source})`),
    ),
    ...section("Log, the last lines and the last complaints", log.length === 0 ? ["none is kept"] : log.map(logForReport)),
    "",
  ].join("\n");
}

/** Numbers, switches and words of a list tell nothing of anybody; other texts name hosts, people and files. */
function shown({ value, words = [] }: ReportSetting): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string" && words.includes(value)) return value;
  return value === "" || (Array.isArray(value) && value.length === 0) ? "not set" : "set";
}
