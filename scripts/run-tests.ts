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

function runLevel(level: Level, files: readonly string[] = []): LevelRun {
  const file = join(folder, files.length > 0 ? `${level.name}-again.json` : `${level.name}.json`);
  if (files.length > 0)
    process.stdout.write(`\n${level.name}: once more, by themselves:\n${files.map((path) => `  ${path}\n`).join("")}`);
  const projects = (level.projects ?? [level.name]).flatMap((name) => ["--project", name]);
  const outside = `${file}.errors-outside`;
  const reporters = ["default", "json", "./scripts/vitest/errors-outside-reporter.ts"].map((name) => `--reporter=${name}`);
  const args = ["run", ...projects, ...files, ...reporters, `--outputFile.json=${file}`];
  const startedAt = performance.now();
  const env = { ...process.env, LUCID_ERRORS_OUTSIDE: outside };
  const { status, error } = spawnSync("vitest", args, { cwd: root, stdio: "inherit", env });
  if (error) throw error;
  const seconds = (performance.now() - startedAt) / 1_000;
  const report = readReport(file);
  return { level, seconds, exitCode: status ?? 1, report, errorsOutside: report ? Number(readFileSync(outside, "utf8")) : 0 };
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
