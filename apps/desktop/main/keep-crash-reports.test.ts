import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";

it("writes what the program ends of into a file for its user alone, and changes nothing of how it ends", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lucid-crash-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const program = `
    import { keepCrashReports } from ${JSON.stringify(new URL("./keep-crash-reports.ts", import.meta.url).href)};
    keepCrashReports(${JSON.stringify(join(folder, "crash-reports"))}, "1.2.3");
    setTimeout(() => { throw new Error("broken at /home/anna/secret.lucid"); }, 0);`;
  const ended = spawnSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
  expect(ended).toMatchObject({ status: 1, stderr: expect.stringContaining("broken at /home/anna/secret.lucid") });
  const [name = "", ...others] = await readdir(join(folder, "crash-reports"));
  expect(others).toEqual([]);
  const path = join(folder, "crash-reports", name);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const text = await readFile(path, "utf8");
  expect(text).toContain("Error: broken at <path>");
  expect(text).not.toContain("anna");
});
