// Builds the page when it was never built, or is older than what it is made of. Silent when there is nothing to do.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { newest } from "./newest.mjs";

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

/** @param {string} path relative to the project */
const changed = (path) => newest(join(root, path));
if (changed(builtPage) < Math.max(...madeOf.map(changed))) {
  process.stderr.write("Building the page (once after each change of it)\n");
  const { status } = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    // Under a test it says "test", for which React and others build what a developer needs.
    env: { ...process.env, NODE_ENV: "production", LUCID_COMPRESSED: join(root, "build/compressed") },
  });
  if (status !== 0) process.stderr.write("The page could not be built; `npm run build` shows why.\n");
  process.exitCode = status ?? 1;
}
