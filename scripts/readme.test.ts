import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const textOf = (file: string) => readFileSync(join(import.meta.dirname, "..", file), "utf8");

it("CI runs the command that the README gives for the tests", () => {
  const command = "npm ci && npm test";
  expect(textOf("README.md")).toMatch(new RegExp(`^${command}( |$)`, "m"));
  expect(textOf(".ci/run").split("\n")).toContain(command);
});

it("every `npm run` of the README and the docs exists", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
  const named = ["README.md", "docs/development.md"].flatMap((file) => [...textOf(file).matchAll(/npm run ([a-z:]+)/g)]);
  expect(named.map(([, name = ""]) => name).filter((name) => !(name in scripts))).toEqual([]);
});
