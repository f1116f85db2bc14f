import type { StoredEntry } from "./audit-store.ts";

/** One line of an export that can be checked: the entry in its RFC 8785 form, and its hash. */
export const writeLine = ({ content, hash }: StoredEntry): string => `{"entry":${content},"hash":"${hash}"}\n`;

const COLUMNS = [
  "sequence",
  "timestamp",
  "event_type",
  "severity",
  "status",
  "event",
  "action",
  "outcome",
  "user_id",
  "resource_type",
  "resource_id",
  "details",
  "ip_address",
  "user_agent",
  "login_session_id",
  "request_id",
  "door",
  "event_id",
] as const;
export const CSV_HEAD = `${[...COLUMNS, "hash"].join(",")}\r\n`;

/** One row of a CSV file (RFC 4180). */
export function writeCsv({ content, hash }: StoredEntry): string {
  const entry = JSON.parse(content) as Readonly<Record<string, unknown>>;
  return `${[...COLUMNS.map((name) => cell(entry[name])), hash].join(",")}\r\n`;
}

/** What a table program would take for a formula gets an apostrophe in front, as OWASP advises. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const plain = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
