import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { type Ended, formatRun, greenInARow, isGreen, type LoadedRun, nextRun, readAsked } from "./loaded-runs.ts";

/**
 * Runs the tests on a machine that is kept busy: npm run test:loaded -- [--runs N] [--stop] [--anew] [arguments of vitest]
 * What passes here waits for states and not for times. Runs that ended are kept: asked again for the same tests of the same tree, it
 * goes on after the last one.
 */

/** What wants to run at once, the tests and everything else on the machine included: 8 on two cores. */
const TARGET = 4 * availableParallelism();
/** How often what runs is counted, and a hog more or less is set to work. */
const LOOK_MS = 500;
/** Weight of the newest count: what runs changes from one moment to the next. */
const NEWEST = 0.2;
const HOG_HOURS = 2;

const root = join(import.meta.dirname, "..");
const folder = join(root, "build/test-loaded");
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const asked = readAsked(process.argv.slice(2));

/** Works while it is told to; ends with this process, and by itself in the end. */
const hog = `
let busy = false;
const work = () => {
  for (const until = Date.now() + 50; Date.now() < until; );
  if (busy) setImmediate(work);
};
process.on("message", (wanted) => {
  if (wanted && !busy) setImmediate(work);
  busy = wanted;
});
process.on("disconnect", () => process.exit());
setTimeout(() => process.exit(), ${HOG_HOURS * 3_600_000});`;

/** Keeps the machine busy until it is disposed. */
function startLoad(): Disposable & { mean(): number } {
  const hogs = Array.from({ length: TARGET }, () =>
    spawn(process.execPath, ["--eval", hog], { stdio: ["ignore", "ignore", "ignore", "ipc"] }),
  );
  let working = 0;
  let running = 0;
  const counts: number[] = [];
  const looking = setInterval(() => {
    const count = Number(readFileSync("/proc/loadavg", "utf8").split(/[ /]/)[3]);
    counts.push(count);
    running += NEWEST * (count - running);
    if (running < TARGET - 0.5 && working < hogs.length) hogs[working++]?.send(true);
    else if (running > TARGET + 0.5 && working > 0) hogs[--working]?.send(false);
  }, LOOK_MS);
  return {
    mean: () => counts.reduce((sum, count) => sum + count, 0) / counts.length,
    [Symbol.dispose]() {
      clearInterval(looking);
      for (const child of hogs) child.kill("SIGKILL");
    },
  };
}

let isEnding = false;
let tests: ReturnType<typeof spawn> | undefined;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    isEnding = true;
    tests?.kill(signal);
  });
}

const reportOf = (number: number): string => join(folder, `${number}.json`);
const endedOf = (number: number): string => join(folder, `${number}.ended.json`);

/** One run; undefined when it was ended from outside, which says nothing of the tests. */
async function runOnce(number: number): Promise<LoadedRun | undefined> {
  rmSync(reportOf(number), { force: true });
  using load = startLoad();
  const startedAt = performance.now();
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportOf(number)}`];
  tests = spawn(process.execPath, [vitest, "run", ...reporters, ...asked.vitest], { cwd: root, stdio: "inherit" });
  const [exitCode, signal]: (number | string | null)[] = await once(tests, "exit");
  if (isEnding || signal !== null) return undefined;
  const ended: Ended = {
    number,
    exitCode: Number(exitCode),
    seconds: (performance.now() - startedAt) / 1_000,
    load: load.mean(),
    reportFile: relative(root, reportOf(number)),
  };
  writeFileSync(endedOf(number), JSON.stringify(ended));
  return withReport(ended);
}

const withReport = (ended: Ended): LoadedRun => ({
  ...ended,
  report: existsSync(reportOf(ended.number)) ? JSON.parse(readFileSync(reportOf(ended.number), "utf8")) : undefined,
});

const git = (...args: string[]): Buffer => execFileSync("git", args, { cwd: root, maxBuffer: 2 ** 30 });

/** Runs that ended earlier, of the same tests and the same tree; others are forgotten. */
function earlierRuns(): LoadedRun[] {
  const commit = git("rev-parse", "HEAD").toString().trim();
  const changes = createHash("sha256").update(git("diff", "HEAD")).digest("hex");
  const series = JSON.stringify({ commit, changes, vitest: asked.vitest });
  const seriesFile = join(folder, "series.json");
  const isSame = !asked.anew && existsSync(seriesFile) && readFileSync(seriesFile, "utf8") === series;
  if (!isSame) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(seriesFile, series);
  const numbers = Array.from({ length: asked.runs }, (_, index) => index + 1).filter((number) => existsSync(endedOf(number)));
  return numbers.map((number) => withReport(JSON.parse(readFileSync(endedOf(number), "utf8"))));
}

const done = earlierRuns();
// A single run is asked for to see it, not to hear of an earlier one.
if (asked.runs === 1) done.length = 0;
if (done.length > 0) process.stdout.write(`${done.length} of ${asked.runs} runs ended earlier\n`);
for (let number = nextRun(done, asked); number !== undefined && !isEnding; number = nextRun(done, asked)) {
  const run = await runOnce(number);
  if (!run) break;
  done.push(run);
  done.sort((one, other) => one.number - other.number);
  process.stdout.write(`\n${formatRun(run, root)}`);
}

process.stdout.write(`\n${done.map((run) => formatRun(run, root)).join("")}`);
process.stdout.write(`${greenInARow(done)} in a row passed, ${asked.runs} are wanted; ${TARGET} were to run at once\n`);
process.exitCode = done.length === asked.runs && done.every(isGreen) ? 0 : 1;
