import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** The levels of test, what each may take on two quiet cores, and what a run of them says at its end. */

export interface Level {
  readonly name: string;
  /** Its projects in vitest.config.ts, where that is not one of its name. */
  readonly projects?: readonly string[];
  readonly budgetSeconds: number;
  /** The others would say little about a tree that fails here. */
  readonly redStops?: boolean;
}

export const LEVELS: readonly Level[] = [
  { name: "unit", projects: ["unit", "screens"], budgetSeconds: 200, redStops: true },
  { name: "simulation", budgetSeconds: 120 },
  { name: "page", budgetSeconds: 240 },
  { name: "integration", budgetSeconds: 300 },
  { name: "node", budgetSeconds: 360 },
];

/** The part of vitest's JSON report that is read here. */
export interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly FileResult[];
}

export interface FileResult {
  /** Path of the file. */
  readonly name: string;
  readonly status?: string;
  /** What went wrong outside every test of it. */
  readonly message?: string;
  readonly assertionResults?: readonly TestResult[];
}

export interface TestResult {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages?: readonly string[] | null;
}

export interface LevelRun {
  readonly level: Level;
  readonly seconds: number;
  readonly exitCode: number;
  /** Undefined when the level ended before it could write one. */
  readonly report: Report | undefined;
}

/** Runs level after level, and none after a red one that stops the run. */
export function runLevels(levels: readonly Level[], run: (level: Level) => LevelRun): LevelRun[] {
  const runs: LevelRun[] = [];
  for (const level of levels) {
    const done = run(level);
    runs.push(done);
    if (level.redStops && failureOf(done) !== undefined) break;
  }
  return runs;
}

/** Why a level is red, or undefined when it is green. */
export function failureOf({ exitCode, report }: LevelRun): string | undefined {
  if (!report) return "no report";
  if (exitCode !== 0 || report.numFailedTests > 0) return "failed";
  if (report.numPassedTests === 0) return "ran no test";
  return undefined;
}

/** One report of all levels, in the shape of vitest's. */
export function mergeReports(runs: readonly LevelRun[]): Report & { readonly success: boolean } {
  const reports = runs.flatMap(({ report }) => report ?? []);
  const sum = (count: "numPassedTests" | "numFailedTests"): number => reports.reduce((total, report) => total + report[count], 0);
  return {
    success: runs.every((run) => failureOf(run) === undefined),
    numPassedTests: sum("numPassedTests"),
    numFailedTests: sum("numFailedTests"),
    testResults: reports.flatMap((report) => report.testResults),
  };
}

/** Which tests failed, with the beginning of each message: what is known of them where only the end of the output was kept. */
export function formatFailures(runs: readonly LevelRun[], root: string): string {
  return runs
    .flatMap(({ level, report }) => (report?.testResults ?? []).flatMap((file) => failuresOf(level, file, root)))
    .join("");
}

const MESSAGE_LINES = 30;

function failuresOf(level: Level, file: FileResult, root: string): string[] {
  const path = relative(root, file.name);
  const failed = (file.assertionResults ?? []).filter(({ status }) => status === "failed");
  if (failed.length === 0) return file.status === "failed" ? [formatFailure(level, path, file.message ?? "")] : [];
  return failed.map((test) => formatFailure(level, `${path} > ${test.fullName}`, test.failureMessages?.join("\n") ?? ""));
}

const isOurs = (line: string): boolean => !/^\s+at .*node_modules/u.test(line);

function formatFailure(level: Level, title: string, message: string): string {
  const lines = stripVTControlCharacters(message).trim().split("\n").filter(isOurs).slice(0, MESSAGE_LINES);
  return `${level.name}: FAILED ${title}\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

/** A line a level: what it took beside its budget, its counts, and what is wrong with it. The budget is not a limit. */
export function formatRuns(levels: readonly Level[], runs: readonly LevelRun[]): string {
  const rows = levels.map((level) => {
    const run = runs.find((candidate) => candidate.level === level);
    const [seconds, passed, failed] = run
      ? [run.seconds.toFixed(0), String(run.report?.numPassedTests ?? 0), String(run.report?.numFailedTests ?? 0)]
      : ["-", "-", "-"];
    return [level.name, seconds, String(level.budgetSeconds), passed, failed, run ? (failureOf(run) ?? "ok") : "not run"];
  });
  const table = [["level", "seconds", "budget", "passed", "failed", ""], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))))
    .map((row) => `${row.join("  ").trimEnd()}\n`)
    .join("");
}
