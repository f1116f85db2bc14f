import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";

const home = mkdtempSync(join(tmpdir(), "lucid-test-"));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const KEEP = fileURLToPath(new URL("keep-compiled-code.mjs", import.meta.url));

test("worker threads keep their compiled code where the main thread does", () => {
  const worker = `require("node:worker_threads").parentPort.postMessage(require("node:module").getCompileCacheDir() ?? null)`;
  const program = `new (require("node:worker_threads").Worker)(${JSON.stringify(worker)}, { eval: true }).once("message", (folder) => console.log(folder))`;
  const env = { PATH: process.env["PATH"], XDG_CACHE_HOME: home };
  const folder = execFileSync(process.execPath, ["--import", KEEP, "--eval", program], { env, encoding: "utf8" });
  expect(folder).toMatch(`${home}/lucid/`);
});
