import { spawnSync } from "node:child_process";
import { join } from "node:path";

/**
 * Tests of every run with the counts of a night, and those that are too long for one: npm run test:nightly
 * What is red is said at the end; nothing keeps the rest from being tried.
 */
interface Part {
  readonly project: "unit" | "simulation" | "integration" | "page" | "node";
  /** Beginnings of the names of files. */
  readonly files: readonly string[];
  /** What the files read from the environment in place of the counts of every run. */
  readonly counts: Readonly<Record<string, number>>;
}

const PARTS: readonly Part[] = [
  { project: "unit", files: ["packages/proof"], counts: { LUCID_TAMPER_CASES: 10_000 } },
  {
    project: "integration",
    files: ["packages/proof/src/second-verifier", "packages/proof/src/altered-fields"],
    counts: { LUCID_TAMPER_CASES: 10_000 },
  },
  { project: "unit", files: ["packages/core/src/network/nothing-personal"], counts: { LUCID_NETWORK_SESSIONS: 1_000 } },
  {
    project: "simulation",
    files: ["packages/pipeline", "packages/payments"],
    counts: { LUCID_GAP_SCHEDULES: 100_000, LUCID_PAYOUT_SEEDS: 200 },
  },
  {
    project: "integration",
    files: ["packages/pipeline/src/recorder/gaps", "packages/pipeline/src/recorder/completeness"],
    counts: { LUCID_GAP_CASES: 1_000, LUCID_FLICKER_TIMES: 140 },
  },
  {
    project: "integration",
    files: ["packages/core/src/desktops/input", "packages/core/src/desktops/x/x-gate"],
    counts: { LUCID_INPUT_KEYS: 10_000, LUCID_GATE_FUZZ: 3_000 },
  },
  {
    project: "integration",
    files: ["packages/core/src/shared-store/redis/chaos", "packages/core/src/emergency/other-nodes"],
    counts: { LUCID_REDIS_KILLS: 1_000 },
  },
  { project: "node", files: ["chaos"], counts: { LUCID_CHAOS_ROUNDS: 90 } },
  { project: "page", files: ["states", "network-away"], counts: { LUCID_SCREENS: 1, LUCID_SCREENS_DARK: 1, LUCID_AWAY_S: 60 } },
];

const vitest = join(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
const red = PARTS.filter(({ project, files, counts }) => {
  const env = { ...process.env, ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])) };
  const { status } = spawnSync(process.execPath, [vitest, "run", "--project", project, ...files], { env, stdio: "inherit" });
  return status !== 0;
});
for (const { project, files } of red) process.stdout.write(`red: ${project} ${files.join(" ")}\n`);
process.exitCode = red.length === 0 ? 0 : 1;
