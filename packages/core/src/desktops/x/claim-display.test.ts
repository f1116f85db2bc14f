import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

import { claimDisplay } from "./claim-display.ts";

it("never gives the same number twice, and says who holds it as X servers do", () => {
  using first = claimDisplay();
  using second = claimDisplay();
  expect(second.display).toBeGreaterThan(first.display);
  expect(readFileSync(`/tmp/.X${first.display}-lock`, "latin1")).toBe(`${String(process.pid).padStart(10)}\n`);
});

it("leaves nothing behind", () => {
  const claim = claimDisplay();
  claim[Symbol.dispose]();
  expect(claim.paths).toEqual([`/tmp/.X${claim.display}-lock`]);
  expect(existsSync(`/tmp/.X${claim.display}-lock`)).toBe(false);
});
