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
  /** Runs as many files at once as there are cores, and not one more: others run beside it. */
  readonly isModest?: boolean;
}

/** Levels that follow one another. */
export type Lane = readonly Level[];
/** Lanes that run beside one another. */
export type Stage = readonly Lane[];

const UNIT: Level = { name: "unit", projects: ["unit", "screens"], budgetSeconds: 200, redStops: true };
const PAGE: Level = { name: "page", budgetSeconds: 240 };
const SIMULATION: Level = { name: "simulation", budgetSeconds: 120 };
const INTEGRATION: Level = { name: "integration", budgetSeconds: 300 };
const NODE: Level = { name: "node", budgetSeconds: 360 };

/** Fewer cores than this have no room for levels beside one another: on two, seven files at once made a load of 25. */
const CORES_FOR_LANES = 4;

/**
 * The levels one after the other, those that say most of a broken tree first. Where there are cores enough, those that wait for programs and
 * pages run beside one another after the unit level, which computes; the longest lane has one file more at once than the others.
 */
export function stagesOn(cores: number): readonly Stage[] {
  const levels = [UNIT, SIMULATION, PAGE, INTEGRATION, NODE];
  if (cores < CORES_FOR_LANES) return levels.map((level) => [[level]]);
  const modest = (level: Level): Level => ({ ...level, isModest: true });
  return [[[UNIT]], [[PAGE, SIMULATION], [modest(INTEGRATION)], [modest(NODE)]]];
}

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

/** Runs stage after stage, and none after one in which a level is red that stops the run; in the order of the levels. */
export async function runStages(
  stages: readonly Stage[],
  run: (level: Level, isAlone: boolean) => Promise<LevelRun>,
): Promise<LevelRun[]> {
  const runs: LevelRun[] = [];
  for (const lanes of stages) {
    const done = await Promise.all(lanes.map((lane) => runLane(lane, (level) => run(level, lanes.length === 1))));
    runs.push(...done.flat());
    if (runs.some((one) => one.level.redStops && failureOf(one) !== undefined)) break;
  }
  return runs;
}

async function runLane(lane: Lane, run: (level: Level) => Promise<LevelRun>): Promise<LevelRun[]> {
  const runs: LevelRun[] = [];
  for (const level of lane) runs.push(await run(level));
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
export function formatRuns(stages: readonly Stage[], runs: readonly LevelRun[]): string {
  const rows = stages.flat(2).map((level) => {
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
