// Runs the tests on a machine that is kept busy: npm run test:loaded -- [arguments of vitest]
// What passes here waits for states and not for times.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";

/** What wants to run at once, the tests and everything else on the machine included: 8 on two cores. */
const TARGET = 4 * availableParallelism();
/** How often what runs is counted, and a hog more or less is set to work. */
const LOOK_MS = 500;
/** Weight of the newest count: what runs changes from one moment to the next. */
const NEWEST = 0.2;
const HOG_MINUTES = 120;

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
setTimeout(() => process.exit(), ${HOG_MINUTES * 60_000});`;

const hogs = Array.from({ length: TARGET }, () =>
  spawn(process.execPath, ["--eval", hog], { stdio: ["ignore", "ignore", "ignore", "ipc"] }),
);
let working = 0;
let running = 0;
/** @type {number[]} */
const counts = [];

function look() {
  const count = Number(readFileSync("/proc/loadavg", "utf8").split(/[ /]/)[3]);
  counts.push(count);
  running += NEWEST * (count - running);
  if (running < TARGET - 0.5 && working < hogs.length) hogs[working++]?.send(true);
  else if (running > TARGET + 0.5 && working > 0) hogs[--working]?.send(false);
}
const looking = setInterval(look, LOOK_MS);

const vitest = join(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
const tests = spawn(process.execPath, [vitest, "run", ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => tests.kill(signal));

tests.once("exit", (code, signal) => {
  clearInterval(looking);
  for (const child of hogs) child.kill("SIGKILL");
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  process.stdout.write(
    `Running at once while the tests ran: ${mean.toFixed(1)} in the mean, wanted ${TARGET} on ${availableParallelism()} cores; load of the last minute ${(loadavg()[0] ?? 0).toFixed(1)}\n`,
  );
  if (signal) process.stdout.write(`The tests were ended by ${signal}\n`);
  process.exitCode = code ?? 1;
});
