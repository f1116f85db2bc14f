import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SECONDS } from "./slowest-first.ts";

it("names files of tests that are there", () => {
  const root = join(import.meta.dirname, "../..");
  expect(Object.keys(SECONDS).filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
