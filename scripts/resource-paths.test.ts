import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const programs = globSync("{packages/*/src,apps/desktop/{main,preload}}/**/*.{ts,mjs}", {
  cwd: root,
  exclude: ["packages/testkit/**", "**/testing/**", "**/*.test.ts", "**/*.config.ts", "**/dist/**", "**/node_modules/**"],
});

/** The files that a person or Electron starts. */
const entries = [
  "apps/desktop/main/bundle/lucid.ts",
  "apps/desktop/main/bundle/main.ts",
  "apps/desktop/main/cli/lucid.mjs",
  "apps/desktop/main/cli/lucid.ts",
  "apps/desktop/main/cli/start.ts",
  "apps/desktop/main/main.mjs",
  "apps/desktop/main/main.ts",
];

it("only an entry knows where it lies: a bundle has other folders than a checkout, so all others are told", () => {
  const knowing = programs.filter((file) =>
    /import\.meta\.(url|dirname|filename|resolve)/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(knowing.toSorted()).toEqual(entries);
});
