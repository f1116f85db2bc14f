import { LOG_LEVELS, LogFilter, type LogLevel } from "@lucid/contract";

/** What of the log is shown, as it stands in the address. What is missing is as at first: everything, newest first. */
export interface LogAddress {
  readonly q?: string;
  /** The least level. */
  readonly level?: LogLevel;
  readonly part?: string;
  /** Days, 2026-11-29, as the reader's clock has them. */
  readonly from?: string;
  readonly to?: string;
  /** Lines before this one. */
  readonly before?: number;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).slice(0, 200) : "";
const isDay = (text: string): boolean => DAY.test(text) && !Number.isNaN(Date.parse(text));

/** Reads an address that anybody may have typed: what means nothing is left out. */
export function readLogAddress(search: Readonly<Record<string, unknown>>): LogAddress {
  const [q, part, from, to] = [search["q"], search["part"], search["from"], search["to"]].map(textOf) as [
    string,
    string,
    string,
    string,
  ];
  const level = LOG_LEVELS.find((one) => one === search["level"]);
  const before = Number(search["before"]);
  return {
    ...(q.trim() === "" ? {} : { q }),
    ...(level ? { level } : {}),
    ...(LogFilter.shape.part.safeParse(part).success ? { part } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(Number.isSafeInteger(before) && before > 1 ? { before } : {}),
  };
}

/** A filter as the node takes it. Days are those of the reader's clock, the last one whole. */
export function filterOf({ q, level, part, from, to }: LogAddress): LogFilter {
  return {
    ...(q === undefined ? {} : { q: q.trim() }),
    ...(level === undefined ? {} : { level }),
    ...(part === undefined ? {} : { part }),
    ...(from === undefined ? {} : { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(`${to}T23:59:59.999`).toISOString() }),
  };
}
