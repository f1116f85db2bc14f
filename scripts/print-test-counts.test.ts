import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-counts-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function lastLine(report: string, exitCode: string): Promise<string> {
  const file = join(folder, "report.json");
  await writeFile(file, report);
  const script = join(import.meta.dirname, "print-test-counts.mjs");
  return spawnSync(process.execPath, [script, file, exitCode], { encoding: "utf8" }).stdout;
}

it("says how many tests passed and failed", async () => {
  expect(await lastLine(`{"numPassedTests": 12, "numFailedTests": 2}`, "1")).toBe("12 passed, 2 failed\n");
});

it("counts a run that failed outside every test as one failure", async () => {
  expect(await lastLine(`{"numPassedTests": 12, "numFailedTests": 0}`, "1")).toBe("12 passed, 1 failed\n");
});

it("counts a run that never came to the tests as one failure", async () => {
  expect(await lastLine("", "2")).toBe("0 passed, 1 failed\n");
});
