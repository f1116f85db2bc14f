import { lingui } from "@lingui/vite-plugin";
import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./scripts/vitest/slowest-first.ts";

// A level of test is a project. They run one after the other: programs under test would disturb each other.
const notOurs = ["**/node_modules/**", "**/dist/**", "build/**"];
const otherLevels = ["**/*.simulation.test.ts", "**/*.integration.test.ts", "**/*.e2e.test.ts"];

const fileAfterFile = (timeoutMs: number) => ({
  exclude: notOurs,
  pool: "forks" as const,
  fileParallelism: false,
  testTimeout: timeoutMs,
  hookTimeout: timeoutMs,
});
/** For tests that wait for programs most of the time. */
const twoFilesAtOnce = (timeoutMs: number) => ({ ...fileAfterFile(timeoutMs), fileParallelism: true, maxWorkers: 2 });
/** Whoever shows the page shows the one that is built: once a run, when it is older than what it is made of. */
const withPage = { globalSetup: "scripts/vitest/build-page.ts" };

export default defineConfig({
  test: {
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        // Screens import their texts from .po files.
        plugins: [lingui({ configPath: "apps/desktop/renderer/lingui.config.ts" })],
        test: {
          name: "unit",
          include: ["{packages,apps,scripts,bench}/**/*.test.{ts,tsx}"],
          exclude: [...notOurs, ...otherLevels],
          setupFiles: ["scripts/vitest/document-for-screens.ts"],
          pool: "forks",
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "simulation",
          include: ["packages/**/*.simulation.test.ts"],
          exclude: notOurs,
          pool: "forks",
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "page",
          include: ["apps/desktop/test/app/**/*.e2e.test.ts"],
          ...twoFilesAtOnce(120_000),
          ...withPage,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "integration",
          include: ["{packages,apps,scripts}/**/*.integration.test.ts"],
          ...twoFilesAtOnce(60_000),
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: "node",
          include: ["apps/desktop/test/node/**/*.e2e.test.ts"],
          ...twoFilesAtOnce(120_000),
          ...withPage,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
