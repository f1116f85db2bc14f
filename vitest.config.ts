import { defineConfig } from "vitest/config";

const notOurs = ["**/node_modules/**", "**/dist/**", "build/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{packages,apps,scripts,bench}/**/*.test.{ts,tsx}"],
          exclude: [...notOurs, "**/*.integration.test.ts", "**/*.e2e.test.ts"],
          setupFiles: ["scripts/vitest/document-for-screens.ts"],
          pool: "forks",
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["{packages,apps}/**/*.integration.test.ts"],
          exclude: notOurs,
          pool: "forks",
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["apps/desktop/test/**/*.e2e.test.ts"],
          exclude: notOurs,
          pool: "forks",
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
