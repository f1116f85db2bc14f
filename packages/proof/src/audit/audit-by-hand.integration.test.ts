import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildAuditExport } from "@lucid/testkit";
import { expect, it } from "vitest";

const page = new URL("../../../../docs/formats/audit.md", import.meta.url);

async function follow(lines: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-audit-"));
  try {
    await writeFile(join(folder, "audit.jsonl"), `${lines.join("\n")}\n`);
    const [, script = ""] = /```bash\n(.*?)```/s.exec(await readFile(page, "utf8")) ?? [];
    return await new Promise((resolve) => {
      execFile("bash", ["-c", script], { cwd: folder }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` });
      });
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

it("the page about audit logs leads through an export, and finds the entry that was changed", async () => {
  const lines = buildAuditExport({ entries: 5, anchors: [3] });
  const { code, output } = await follow(lines);
  expect(output).toContain("every entry goes on from the one before");
  expect(output).toContain("the log has 5 entries");
  expect(output).toMatch(/the chain holds [0-9a-f]{64} for entry 3/);
  expect(code).toBe(0);
  const changed = await follow(lines.with(4, (lines[4] ?? "").replace("127.0.0.1", "127.0.0.2")));
  expect(changed).toMatchObject({ code: 1, output: expect.stringContaining("entry 3 does not fit") });
});
