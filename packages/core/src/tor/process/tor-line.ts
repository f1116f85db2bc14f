/** A line of tor's own log. */
export interface TorLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly text: string;
}

const LINE = /^\w{3} \d{2} [\d:.]+ \[(\w+)\] (?:\w+\(\): )?(.*)$/;
const LEVELS: Readonly<Record<string, TorLine["level"]>> = {
  debug: "debug",
  info: "debug",
  notice: "info",
  warn: "warn",
  err: "error",
};
/** Addresses and keys of onion services, of whomever. */
const SERVICE = /\b[a-z2-7]{56}\b(?:\.onion)?/gi;

/** What a line of tor's output says, without the names of services. */
export function readTorLine(line: string): TorLine | undefined {
  if (line.trim() === "") return undefined;
  const [, level = "notice", text = line] = LINE.exec(line) ?? [];
  return { level: LEVELS[level] ?? "info", text: text.replaceAll(SERVICE, "[onion service]") };
}
