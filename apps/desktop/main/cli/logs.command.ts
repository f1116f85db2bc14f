import { setTimeout } from "node:timers/promises";
import { LOG_LEVELS, type LogEntry, LogFilter, type LogLevel } from "@lucid/contract";
import { DataFolderError, readNodeLog } from "@lucid/core";
import type { Command } from "commander";
import { CommandError, EXIT } from "./exit-codes.ts";
import { readSettings } from "./setting-options.ts";
import { stopOnInterrupt } from "./stop-on-interrupt.ts";
import { terminalJson, terminalText } from "./terminal-text.ts";

interface LogsOptions {
  readonly data?: string;
  readonly level?: string;
  readonly part?: string;
  readonly since?: string;
  readonly lines: string;
  readonly follow?: boolean;
  readonly json?: boolean;
}

/** Lines of one question to the log. */
const PAGE = 200;
const MAX_LINES = 100_000;
const LOOK_MS = 300;

/** `lucid logs`: the node's own log, from its data folder, whether the node runs or not. */
export function addLogsCommand(program: Command): void {
  program
    .command("logs")
    .description("Show the node's own log as it is kept in the data folder, whether the node runs or not")
    .argument("[words...]", "only lines with words that begin like these")
    .option("--data <folder>", "folder of everything the node keeps")
    .option("--level <level>", `least level: ${LOG_LEVELS.join(", ")}`)
    .option("--part <part>", "lines of one part, such as chain, calls or sessions")
    .option("--since <time>", "from then on: 30m, 12h, 7d, or a time such as 2026-11-29T08:00:00Z")
    .option("--lines <count>", "the last so many lines", "100")
    .option("--follow", "go on with lines as they come, until Ctrl-C")
    .option("--json", "one JSON object a line")
    .action(showLog);
}

async function showLog(words: readonly string[], options: LogsOptions): Promise<void> {
  const filter = filterOf(words, options);
  const count = Number(options.lines);
  if (!Number.isSafeInteger(count) || count < 1 || count > MAX_LINES)
    throw new CommandError(EXIT.usage, `--lines must be a whole number from 1 to ${MAX_LINES}`);
  const { settings } = readSettings({ data: options.data });
  try {
    using log = readNodeLog(settings.data);
    const print = options.json ? printJson : printText;
    let last = 0;
    const show = (entries: readonly LogEntry[]): void => {
      for (const entry of entries.toReversed()) print(entry);
      last = entries[0]?.id ?? last;
    };
    // Before the first line: whoever has seen one may press Ctrl-C.
    using interrupt = options.follow ? stopOnInterrupt() : undefined;
    // Lines that nobody reads any more are not followed.
    const unread = new AbortController();
    process.stdout.once("error", () => unread.abort());
    show(newest(log, filter, (found) => found.length < count).slice(0, count));
    const stop = interrupt && AbortSignal.any([interrupt.signal, unread.signal]);
    while (stop && !stop.aborted) {
      const seen = last;
      show(newest(log, filter, (found) => (found.at(-1)?.id ?? 0) > seen).filter(({ id }) => id > seen));
      await setTimeout(LOOK_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  } catch (error) {
    if (error instanceof DataFolderError) throw new CommandError(EXIT.data, error.message, { cause: error });
    throw error;
  }
}

/** Lines, newest first, page by page as long as more are wanted. */
function newest(
  log: ReturnType<typeof readNodeLog>,
  filter: LogFilter,
  wantsMore: (found: readonly LogEntry[]) => boolean,
): LogEntry[] {
  const found: LogEntry[] = [];
  let before: number | undefined;
  do {
    const page = log.list({ filter, before, limit: PAGE });
    found.push(...page.entries);
    before = page.next ?? undefined;
  } while (before !== undefined && wantsMore(found));
  return found;
}

function filterOf(words: readonly string[], { level, part, since }: LogsOptions): LogFilter {
  if (level !== undefined && !LOG_LEVELS.some((one) => one === level))
    throw new CommandError(EXIT.usage, `--level must be one of ${LOG_LEVELS.join(", ")}`);
  const read = LogFilter.safeParse({
    ...(words.length === 0 ? {} : { q: words.join(" ") }),
    ...(level === undefined ? {} : { level: level as LogLevel }),
    ...(part === undefined ? {} : { part }),
    ...(since === undefined ? {} : { from: timeOf(since) }),
  });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new CommandError(EXIT.usage, `${issue?.path.join(".") ?? "the filter"}: ${issue?.message ?? "is not valid"}`);
}

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function timeOf(since: string): string {
  const span = /^(\d{1,6})([mhd])$/.exec(since);
  const ms = span ? Date.now() - Number(span[1]) * (UNITS_MS[span[2] ?? ""] ?? 0) : Date.parse(since);
  if (!Number.isFinite(ms)) throw new CommandError(EXIT.usage, "--since must be a span such as 30m, 12h or 7d, or a time");
  return new Date(ms).toISOString();
}

const printJson = (entry: LogEntry): void => void process.stdout.write(`${terminalJson(entry)}\n`);

function printText({ timestamp, level, part, message, data }: LogEntry): void {
  const said = Object.entries(data).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const line = [timestamp, level.toUpperCase().padEnd(5), part, message, ...said].join("  ");
  process.stdout.write(`${terminalText(line)}\n`);
}
