import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import {
  failureOf,
  formatFailures,
  formatRuns,
  type Level,
  type LevelRun,
  mergeReports,
  type Report,
  runStages,
  stagesOn,
} from "./test-levels.ts";

/** Runs the levels of test. Exit code 0 when every one of them ran tests and passed them. */

const root = join(import.meta.dirname, "..");
const folder = join(root, "build/test-results");

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const startedAt = performance.now();
const stages = stagesOn(availableParallelism());
const runs = await runStages(stages, runLevel);
const minutes = (performance.now() - startedAt) / 60_000;
writeFileSync(join(root, "build/test-results.json"), JSON.stringify(mergeReports(runs)));
process.stdout.write(`\n${formatFailures(runs, root)}\n${formatRuns(stages, runs)}all of them: ${minutes.toFixed(1)} min\n`);
process.exitCode = runs.some((run) => failureOf(run) !== undefined) ? 1 : 0;

async function runLevel(level: Level, isAlone: boolean): Promise<LevelRun> {
  const file = join(folder, `${level.name}.json`);
  const projects = (level.projects ?? [level.name]).flatMap((name) => ["--project", name]);
  const atOnce = level.isModest ? [`--maxWorkers=${availableParallelism()}`] : [];
  const args = ["run", ...projects, ...atOnce, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const startedAt = performance.now();
  const vitest = spawn("vitest", args, {
    cwd: root,
    stdio: ["inherit", isAlone ? "inherit" : "pipe", isAlone ? "inherit" : "pipe"],
  });
  const outputs = [vitest.stdout, vitest.stderr].filter((output) => output !== null);
  const said = outputs.map((output) => sayWhose(level, output));
  const [exitCode]: (number | null)[] = await once(vitest, "exit");
  await Promise.all(said);
  return { level, seconds: (performance.now() - startedAt) / 1_000, exitCode: exitCode ?? 1, report: readReport(file) };
}

/** Levels that run beside one another say whose each line is. */
async function sayWhose({ name }: Level, output: Readable): Promise<void> {
  for await (const line of createInterface({ input: output })) process.stdout.write(`${name}: ${line}\n`);
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
