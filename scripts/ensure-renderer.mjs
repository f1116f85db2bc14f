// Builds the page when it was never built, or is older than what it is made of. Silent when there is nothing to do.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const builtPage = "apps/desktop/renderer/dist/index.html";
const madeOf = [
  "apps/desktop/renderer",
  "apps/desktop/preload",
  "packages/contract/src",
  "packages/proof/src",
  "packages/identity/src",
  "package-lock.json",
];

if (newest(builtPage) < Math.max(...madeOf.map(newest))) {
  process.stderr.write("Building the page (once after each change of it)\n");
  const { status } = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    // Under a test it says "test", for which React and others build what a developer needs.
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (status !== 0) process.stderr.write("The page could not be built; `npm run build` shows why.\n");
  process.exitCode = status ?? 1;
}

/**
 * When a file, or the newest file below a folder, was changed last; 0 when there is none. Builds do not count.
 * @param {string} path relative to the project
 * @returns {number} milliseconds since 1970
 */
function newest(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const times = readdirSync(join(root, path)).flatMap((name) => (name === "dist" ? [] : [newest(join(path, name))]));
  return Math.max(0, ...times);
}
