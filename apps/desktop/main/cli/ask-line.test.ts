import { createInterface } from "node:readline/promises";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { askLine } from "./ask-line.ts";

const from = (...parts: string[]) => createInterface({ input: Readable.from(parts), terminal: false });

it("takes the first line, also one that nothing follows, and says where there is none", async () => {
  expect(await askLine(from("wrong ", "horse\n", "more\n"))).toBe("wrong horse");
  expect(await askLine(from("horse"))).toBe("horse");
  expect(await askLine(from("\n"))).toBe("");
  await expect(askLine(from())).rejects.toThrow("Standard input ended before the answer");
});
