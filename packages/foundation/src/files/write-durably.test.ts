import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { writeDurably } from "./write-durably.ts";

async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-files-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

it("puts a file in the place of the one before, for its owner alone", async () => {
  const folder = await openFolder();
  const path = join(folder, "book.json");
  await writeDurably(path, "first");
  await writeDurably(path, "second");
  expect(await readFile(path, "utf8")).toBe("second");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["book.json"]);
});

it("leaves nothing behind where it cannot write", async () => {
  const folder = await openFolder();
  const path = join(folder, "book.json");
  await mkdir(path);
  await expect(writeDurably(path, "text")).rejects.toThrow();
  expect(await readdir(folder)).toEqual(["book.json"]);
});
