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
  /** Errors that came outside of every file: no file that runs again says that they are gone. */
  readonly errorsOutside?: number;
  /** Files that failed at first and ran again, as they were at first. */
  readonly atFirst?: readonly FileResult[];
}

/** Runs a level, or of a level only these files. */
export type RunLevel = (level: Level, files?: readonly string[]) => LevelRun;

/**
 * Files of one whole run that may run again: among ten thousand tests that start real programs, on a machine that has as much else to do,
 * one may fail by chance, and no other result is worth less for it. More of them are a fault of the tree, or of the machine.
 */
export const FILES_AGAIN = 2;

/**
 * Runs level after level, and none after a red one that stops the run. A file with a failed test runs once more by itself: what it says
 * then counts, and what it said at first is kept and told.
 */
export function runLevels(levels: readonly Level[], run: RunLevel): LevelRun[] {
  const runs: LevelRun[] = [];
  let left = FILES_AGAIN;
  for (const level of levels) {
    const first = run(level);
    const files = failedFiles(first);
    const mayRunAgain = files.length > 0 && files.length <= left && !first.errorsOutside;
    const done = mayRunAgain ? replaceFiles(first, run(level, files)) : first;
    left -= done.atFirst?.length ?? 0;
    runs.push(done);
    if (level.redStops && failureOf(done) !== undefined) break;
  }
  return runs;
}

const hasFailed = (file: FileResult): boolean =>
  file.status === "failed" || (file.assertionResults ?? []).some(({ status }) => status === "failed");

const failedFiles = ({ report }: LevelRun): string[] => (report?.testResults ?? []).filter(hasFailed).map(({ name }) => name);

const count = (files: readonly FileResult[], wanted: string): number =>
  files.flatMap((file) => file.assertionResults ?? []).filter(({ status }) => status === wanted).length;

/** The level as it is with what its failed files said the second time. A file that said nothing then, or of fewer tests, stays as it was. */
function replaceFiles(first: LevelRun, second: LevelRun): LevelRun {
  const seconds = first.seconds + second.seconds;
  const { report } = first;
  const secondReport = second.report;
  if (!report || !secondReport) return { ...first, seconds };
  const atFirst = report.testResults.filter(hasFailed);
  const again = atFirst.map((file) => {
    const other = secondReport.testResults.find(({ name }) => name === file.name);
    return other && (other.assertionResults ?? []).length >= (file.assertionResults ?? []).length ? other : file;
  });
  const others = report.testResults.filter((file) => !hasFailed(file));
  return {
    ...first,
    seconds,
    exitCode: second.exitCode,
    atFirst,
    report: {
      numPassedTests: report.numPassedTests - count(atFirst, "passed") + count(again, "passed"),
      numFailedTests: report.numFailedTests - count(atFirst, "failed") + count(again, "failed"),
      testResults: [...others, ...again],
    },
  };
}

/** Why a level is red, or undefined when it is green. */
export function failureOf({ exitCode, report }: LevelRun): string | undefined {
  if (!report) return "no report";
  if (exitCode !== 0 || report.testResults.some(hasFailed) || report.numFailedTests > 0) return "failed";
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

/** Which tests failed, also those that failed at first, with the beginning of each message: what is known of them where only the end of the output was kept. */
export function formatFailures(runs: readonly LevelRun[], root: string): string {
  return runs
    .flatMap(({ level, report, atFirst = [] }) => [
      ...atFirst.flatMap((file) => failuresOf(`${level.name}: FAILED AT FIRST`, file, root)),
      ...(report?.testResults ?? []).flatMap((file) => failuresOf(`${level.name}: FAILED`, file, root)),
    ])
    .join("");
}

const MESSAGE_LINES = 30;

function failuresOf(outcome: string, file: FileResult, root: string): string[] {
  const path = relative(root, file.name);
  const failed = (file.assertionResults ?? []).filter(({ status }) => status === "failed");
  if (failed.length === 0) return file.status === "failed" ? [formatFailure(outcome, path, file.message ?? "")] : [];
  return failed.map((test) => formatFailure(outcome, `${path} > ${test.fullName}`, test.failureMessages?.join("\n") ?? ""));
}

const isOurs = (line: string): boolean => !/^\s+at .*node_modules/u.test(line);

function formatFailure(outcome: string, title: string, message: string): string {
  const lines = stripVTControlCharacters(message).trim().split("\n").filter(isOurs).slice(0, MESSAGE_LINES);
  return `${outcome} ${title}\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

/** A line a level: what it took beside its budget, its counts, how many files ran again, and what is wrong with it. The budget is not a limit. */
export function formatRuns(levels: readonly Level[], runs: readonly LevelRun[]): string {
  const rows = levels.map((level) => {
    const run = runs.find((candidate) => candidate.level === level);
    const figures = run && [run.report?.numPassedTests ?? 0, run.report?.numFailedTests ?? 0, run.atFirst?.length ?? 0];
    const counts = figures?.map(String) ?? ["-", "-", "-"];
    const outcome = run ? (failureOf(run) ?? "ok") : "not run";
    return [level.name, run?.seconds.toFixed(0) ?? "-", String(level.budgetSeconds), ...counts, outcome];
  });
  const table = [["level", "seconds", "budget", "passed", "failed", "again", ""], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))))
    .map((row) => `${row.join("  ").trimEnd()}\n`)
    .join("");
}
