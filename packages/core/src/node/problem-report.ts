import { homedir, hostname, release, userInfo } from "node:os";
import type { NodeUnit, PartHealth, SettingValue } from "@lucid/contract";
import { redactText } from "../audit/index.ts";

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
  const { version, madeAt, uptime, settings, parts, units, machine } = facts;
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
    "",
  ].join("\n");
}

/** Numbers, switches and words of a list tell nothing of anybody; other texts name hosts, people and files. */
function shown({ value, words = [] }: ReportSetting): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string" && words.includes(value)) return value;
  return value === "" || (Array.isArray(value) && value.length === 0) ? "not set" : "set";
}

/** What names somebody or something, by its shape. */
const PRIVATE: readonly (readonly [RegExp, string])[] = [
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "<e-mail>"],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, "<address>"],
  [/(?:\/[\w.@ +~-]+){2,}\/?/g, "<path>"],
  [/\b[A-Za-z]:\\[^\s"'<>]+/g, "<path>"],
  // None begins with 0, as versions do.
  [/\b(?!0\.)(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, "<address>"],
  [/(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:])/gi, "<address>"],
  [/\bT[1-9A-HJ-NP-Za-km-z]{33}\b/g, "<wallet>"],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, "<id>"],
  [/\b(?:0x)?[0-9a-f]{32,}\b/gi, "<hash>"],
  [/\b[a-z2-7]{16,56}\.onion\b/g, "<address>"],
];

/** Names that tell nothing. */
const EVERYBODYS: ReadonlySet<string> = new Set(["root", "localhost", "lucid"]);

/** A text without what looks like a secret, an address, a path, an id, or a name of this machine and its user. */
export function coverPrivate(text: string): string {
  const own = [homedir(), hostname(), userInfo().username].filter((name) => name.length > 1 && !EVERYBODYS.has(name));
  const plain = own.reduce(
    (left, name) => left.replaceAll(new RegExp(`(?<!\\w)${RegExp.escape(name)}(?!\\w)`, "g"), "<own>"),
    redactText(text),
  );
  return PRIVATE.reduce((left, [shape, name]) => left.replace(shape, name), plain);
}
