import { coverSecrets, isSecretName, REDACTED } from "@lucid/foundation/store";

/** A line as it is kept. */
export interface KeptLine {
  readonly at: number;
  /** As pino numbers them: 10 for trace up to 60 for fatal. */
  readonly level: number;
  readonly part: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Longest text of a line; stacks are shorter. */
const MAX_TEXT = 4_096;
const MAX_ENTRIES = 100;
const MAX_DEPTH = 8;
/** Names of errors by which people look: those of the catalogue, of the system and of SQLite, and reasons in words. */
const ERROR_CODE = /^(?:LUCID_[A-Z_]*ERR_\d+|(?:E|ERR_|SQLITE_)[A-Z_]+|[a-z]+(?:[-_.][a-z]+)*)$/;

/**
 * Reads one line that pino wrote, with what looks like a secret, or is named like one, covered. Undefined for lines of the audit log,
 * which is a log of its own, and for what is no line.
 */
export function readLine(line: string): KeptLine | undefined {
  const read = parse(line);
  if (!read) return undefined;
  const { level, time, msg, log, ...data } = read;
  if (typeof level !== "number" || typeof time !== "number" || log === "audit") return undefined;
  const message = typeof msg === "string" ? msg : "";
  return { at: time, level, part: partOf(data, message), message: textOf(message), data: covered(data, 0) };
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(line);
    return isRecord(read) ? read : undefined;
  } catch {
    // A line that a crash cut: there is nothing to read in it.
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const PART = /^[\w-]{1,40}$/;

/** Which part wrote a line: it says so, or its message begins with the part's name, or what it is about belongs to one. */
function partOf(data: Readonly<Record<string, unknown>>, message: string): string {
  const said = [data["part"], data["unit"], /^([a-z]+): /.exec(message)?.[1]];
  const named = said.find((name): name is string => typeof name === "string" && PART.test(name));
  if (named !== undefined) return named;
  if ("procedure" in data || "operation" in data || "requestId" in data) return "calls";
  return "session_id" in data || "sessionId" in data ? "sessions" : "node";
}

const textOf = (text: string): string => {
  const safe = coverSecrets(text);
  return safe.length > MAX_TEXT ? `${safe.slice(0, MAX_TEXT).toWellFormed()}…` : safe;
};

function covered(data: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  const entries = Object.entries(data).slice(0, MAX_ENTRIES);
  return Object.fromEntries(
    entries.map(([name, value]) => [textOf(name), hides(name, value) ? REDACTED : safe(value, depth + 1)]),
  );
}

/** A key of an object may be secret as a whole; that a code is one of an error is seen by its form. */
function hides(name: string, value: unknown): boolean {
  if (!isSecretName(name) || value === null || typeof value === "boolean" || typeof value === "number") return false;
  return !(/code$/i.test(name) && typeof value === "string" && ERROR_CODE.test(value));
}

function safe(value: unknown, depth: number): unknown {
  if (typeof value === "string") return textOf(value);
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((one) => safe(one, depth + 1));
  return isRecord(value) ? covered(value, depth) : value;
}
