import type { LogEntry } from "@lucid/contract";
import type { LogCalls } from "./store/log-store.ts";

type List = (ask: LogCalls["list"]["ask"]) => LogCalls["list"]["answer"] | Promise<LogCalls["list"]["answer"]>;

/** So many of each are told of: what went on, and what was complained of, which may be longer ago. */
const LINES = 100;

/** What somebody needs of a log to find a problem, oldest first: the last lines, and the last complaints. */
export async function recentLines(list: List): Promise<readonly LogEntry[]> {
  const last = await list({ filter: {}, before: undefined, limit: LINES });
  const complaints = await list({ filter: { level: "warn" }, before: undefined, limit: LINES });
  const all = new Map([...complaints.entries, ...last.entries].map((entry) => [entry.id, entry]));
  return [...all.values()].toSorted((one, other) => one.id - other.id);
}
