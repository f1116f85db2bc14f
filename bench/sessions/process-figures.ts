import { readFileSync } from "node:fs";

/** Clock ticks a second: USER_HZ is 100 on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;

/** CPU seconds a process has used so far, with its threads, without its children. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Resident memory of a process, bytes. */
export function residentBytes(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(match?.[1] ?? Number.NaN) * 1_024;
}

/** Sum of one metric over its labels, from the text of `/metrics`. */
export function metric(text: string, name: string): number {
  const lines = text.split("\n").filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  if (lines.length === 0) throw new Error(`The node has no metric ${name}`);
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
}

/** Share of the chunks that a block committed within this many seconds after their recording ended. */
export function shareWithin(text: string, seconds: number): number {
  const name = "lucid_sessions_anchor_lag_seconds";
  return metric(text, `${name}_bucket{le="${seconds}"}`) / metric(text, `${name}_count`);
}
