import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  failureOf,
  formatFailures,
  formatRuns,
  LEVELS,
  type Level,
  type LevelRun,
  mergeReports,
  type Report,
  runLevels,
} from "./test-levels.ts";

/** Runs the levels of test one after the other. Exit code 0 when every one of them ran tests and passed them. */

const root = join(import.meta.dirname, "..");
const folder = join(root, "build/test-results");

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const runs = runLevels(LEVELS, runLevel);
writeFileSync(join(root, "build/test-results.json"), JSON.stringify(mergeReports(runs)));
process.stdout.write(`\n${formatFailures(runs, root)}\n${formatRuns(LEVELS, runs)}`);
process.exitCode = runs.some((run) => failureOf(run) !== undefined) ? 1 : 0;

function runLevel(level: Level): LevelRun {
  const file = join(folder, `${level.name}.json`);
  const projects = (level.projects ?? [level.name]).flatMap((name) => ["--project", name]);
  const args = ["run", ...projects, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const startedAt = performance.now();
  const { status, error } = spawnSync("vitest", args, { cwd: root, stdio: "inherit" });
  if (error) throw error;
  return { level, seconds: (performance.now() - startedAt) / 1_000, exitCode: status ?? 1, report: readReport(file) };
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
