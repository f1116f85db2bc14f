import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readApiKey } from "./read-api-key.ts";

const KEY = `lucid_${"a".repeat(43)}`;

async function keyFile(text: string, mode: number) {
  const folder = await mkdtemp(join(tmpdir(), "lucid-key-"));
  const path = join(folder, "key");
  await writeFile(path, text);
  await chmod(path, mode);
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

it("reads a key that nobody else may read", async () => {
  await using file = await keyFile(`${KEY}\n`, 0o600);
  expect(await readApiKey(file.path)).toBe(KEY);
});

it("refuses what others may read, what is no key, and what is not there, and repeats none of it", async () => {
  await using open = await keyFile(`${KEY}\n`, 0o640);
  await expect(readApiKey(open.path)).rejects.toThrow("can be read by others");
  await using other = await keyFile("hunter2 and more", 0o600);
  const refusal = await readApiKey(other.path).catch((error: unknown) => String(error));
  expect(refusal).toContain("is no API key");
  expect(refusal).not.toContain("hunter2");
  await expect(readApiKey(`${other.path}-not`)).rejects.toThrow("cannot be read");
});
