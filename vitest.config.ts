import { lingui } from "@lingui/vite-plugin";
import { defineConfig } from "vitest/config";

// The projects run one after the other (groupOrder): programs under test would disturb each other.
const notOurs = ["**/node_modules/**", "**/dist/**", "build/**"];

export default defineConfig({
  test: {
    projects: [
      {
        // Screens import their texts from .po files.
        plugins: [lingui({ configPath: "apps/desktop/renderer/lingui.config.ts" })],
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
          sequence: { groupOrder: 1 },
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
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
