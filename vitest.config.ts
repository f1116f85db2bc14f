import { availableParallelism } from "node:os";
import { join } from "node:path";
import { lingui } from "@lingui/vite-plugin";
import { defineConfig } from "vitest/config";
import { AT_ONCE, SlowestFirst, WAITING_AT_ONCE } from "./scripts/vitest/slowest-first.ts";

// A level of test is a project. They run one after the other: programs under test would disturb each other.
const notOurs = ["**/node_modules/**", "**/dist/**", "build/**"];
const otherLevels = ["**/*.simulation.test.ts", "**/*.integration.test.ts", "**/*.e2e.test.ts"];

/** A test waits for states, and this bounds what hangs. */
const waits = "scripts/vitest/wait-for-states.ts";
const patient = {
  setupFiles: [waits],
  expect: { poll: { timeout: 45_000 } },
  // Of a run elsewhere only its text is left: "expected [ Array(1) ]" says nothing.
  chaiConfig: { truncateThreshold: 0 },
};

/** Only bounds a hang: many times what the longest test takes alone, for a machine that has as much else to do. */
const HANG_MS = 600_000;

/**
 * Files wait for programs a third to two thirds of the time: one or two of them more than there are cores leave no core without work,
 * and more than that only wait for each other. What they start takes memory: not more than six.
 */
const filesAtOnce = (timeoutMs: number) => ({
  ...patient,
  exclude: notOurs,
  pool: "forks" as const,
  maxWorkers: AT_ONCE,
  testTimeout: timeoutMs,
  hookTimeout: timeoutMs,
});
/** Without being told so, vitest leaves a core to itself, and does little with it. */
const everyCore = { maxWorkers: availableParallelism() };
/** Whoever shows the page shows the one that is built: once a run, when it is older than what it is made of. */
const withPage = { globalSetup: "scripts/vitest/build-page.ts" };

/** Screens and their words import texts from .po files. */
const texts = lingui({ configPath: "apps/desktop/renderer/lingui.config.ts" });

/**
 * Every node of a test starts workers, and many tests start programs: what one of them has compiled the next one finds. It halves what
 * the start of a node costs. Processes that vitest starts inherit it.
 */
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "build/compiled");

export default defineConfig({
  test: {
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        plugins: [texts],
        test: {
          name: "unit",
          ...patient,
          include: ["{packages,apps,scripts,bench}/**/*.test.ts"],
          // Written for bundlers: Node does not find the parts of its modules.
          server: { deps: { inline: [/@ledgerhq/] } },
          exclude: [...notOurs, ...otherLevels],
          pool: "forks",
          ...everyCore,
          // What a file loads is loaded once a worker: that is two thirds of the work of this level.
          isolate: false,
          unstubGlobals: true,
          restoreMocks: true,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [texts],
        test: {
          name: "screens",
          include: ["apps/**/*.test.tsx"],
          exclude: notOurs,
          ...patient,
          setupFiles: [waits, "scripts/vitest/document-for-screens.ts"],
          // They have a document, which no other unit test has.
          pool: "forks",
          ...everyCore,
          // Loading what a page is made of is two thirds of the work of this level, too; its modules are every file's own.
          isolate: false,
          unstubGlobals: true,
          restoreMocks: true,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "simulation",
          ...patient,
          include: ["packages/**/*.simulation.test.ts"],
          exclude: notOurs,
          pool: "forks",
          ...everyCore,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "page",
          include: ["apps/desktop/test/app/**/*.e2e.test.ts"],
          ...filesAtOnce(HANG_MS),
          // As above: a file's own node and browser are its own all the same.
          isolate: false,
          ...withPage,
          setupFiles: [waits, "scripts/vitest/say-what-pages-showed.ts"],
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "integration",
          include: ["{packages,apps,scripts}/**/*.integration.test.ts"],
          ...filesAtOnce(HANG_MS),
          maxWorkers: WAITING_AT_ONCE,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: "node",
          include: ["apps/desktop/test/node/**/*.e2e.test.ts"],
          ...filesAtOnce(HANG_MS),
          globalSetup: ["scripts/vitest/build-page.ts", "scripts/vitest/build-bundle.ts"],
          env: { LUCID_TESTED_PROGRAM: join(import.meta.dirname, "build/tested-bundle/main/lucid.js") },
          sequence: { groupOrder: 4 },
        },
      },
      {
        // Not part of `npm test`: processes are killed for minutes.
        test: {
          name: "network",
          include: ["apps/desktop/test/network/**/*.e2e.test.ts"],
          ...filesAtOnce(4 * HANG_MS),
          maxWorkers: 1,
          sequence: { groupOrder: 6 },
        },
      },
      {
        // Not part of `npm test`: it installs hundreds of Debian's packages.
        test: {
          name: "packages",
          include: ["apps/desktop/test/packages/**/*.e2e.test.ts"],
          ...filesAtOnce(2 * HANG_MS),
          maxWorkers: 1,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
