import type { LogEntry } from "@lucid/contract";
import { coverPrivate } from "./cover-private.ts";

/** Texts of a line that the program wrote: what people wrote, and what anybody is called, stands under other names. */
const OWN_TEXTS: ReadonlySet<string> = new Set([
  "action",
  "cause",
  "code",
  "detail",
  "err",
  "error",
  "failure",
  "kind",
  "log",
  "message",
  "method",
  "outcome",
  "part",
  "program",
  "reason",
  "route",
  "signal",
  "stack",
  "state",
  "status",
  "step",
  "type",
  "unit",
]);

const AUDIT_TEXTS: ReadonlySet<string> = new Set(["action", "log", "outcome"]);

const COVERED = "<text>";
const MAX_DEPTH = 3;

/** One line of the log for a problem report: with its numbers, switches and the program's own words, and nothing else. */
export function logForReport({ timestamp, level, part, message, data }: LogEntry): string {
  // A line of the audit holds what somebody gave as a reason.
  const own = data["log"] === "audit" ? AUDIT_TEXTS : OWN_TEXTS;
  const rest = Object.entries(data).map(([name, value]) => `${coverPrivate(name)}=${shown(name, value, own, 0)}`);
  return [timestamp, level, `${part}:`, coverPrivate(message), ...rest].join(" ");
}

function shown(name: string, value: unknown, own: ReadonlySet<string>, depth: number): string {
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return own.has(name) ? JSON.stringify(coverPrivate(value)) : COVERED;
  if (typeof value !== "object" || depth === MAX_DEPTH || Array.isArray(value)) return COVERED;
  const within = Object.entries(value).map(([inner, part]) => `${coverPrivate(inner)}=${shown(inner, part, own, depth + 1)}`);
  return `{${within.join(" ")}}`;
}
