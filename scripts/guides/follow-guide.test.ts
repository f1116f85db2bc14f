import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { followGuide, stepsOf } from "./follow-guide.ts";

const guide = [
  "# Add a colour",
  "Write the colour:",
  "```ts colours/green.ts",
  'export const green = "#0f0";',
  "```",
  "List it:",
  "```diff colours/index.ts",
  ' export * from "./blue.ts";',
  '+export * from "./green.ts";',
  "@@",
  "-const count = 1;",
  "+const count = 2;",
  "```",
  "And try it:",
  "```sh",
  "npm test",
  "```",
  "",
].join("\n");

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "lucid-guide-"));
});
afterEach(() => rm(root, { recursive: true }));

const index = async (text: string): Promise<void> => {
  await followGuide(root, "```ts colours/index.ts\n```\n");
  await writeFile(join(root, "colours/index.ts"), text);
};

it("reads the fences that name a path, and no other", () => {
  expect(stepsOf(guide).map(({ kind, path }) => `${kind} ${path}`)).toEqual(["file colours/green.ts", "edit colours/index.ts"]);
});

it("writes the new files and changes the places", async () => {
  await index('export * from "./blue.ts";\nconst count = 1;\n');
  await followGuide(root, guide);
  expect(await readFile(join(root, "colours/green.ts"), "utf8")).toBe('export const green = "#0f0";\n');
  expect(await readFile(join(root, "colours/index.ts"), "utf8")).toBe(
    'export * from "./blue.ts";\nexport * from "./green.ts";\nconst count = 2;\n',
  );
});

it("says which place is not there any more", async () => {
  await index("const count = 1;\n");
  await expect(followGuide(root, guide)).rejects.toThrow(
    'colours/index.ts holds this 0 times instead of once:\nexport * from "./blue.ts";',
  );
});

it("overwrites nothing", async () => {
  await index('export * from "./blue.ts";\nconst count = 1;\n');
  await followGuide(root, guide);
  await expect(followGuide(root, guide)).rejects.toThrow("EEXIST");
});
