import { existsSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";

import { claimDisplay } from "./claim-display.ts";

it("never gives the same number twice, and says who holds it as X servers do", () => {
  using first = claimDisplay();
  using second = claimDisplay();
  expect(second.display).toBeGreaterThan(first.display);
  expect(readFileSync(`/tmp/.X${first.display}-lock`, "latin1")).toBe(`${String(process.pid).padStart(10)}\n`);
});

it("passes over a number that an X server holds by its lock or its socket", () => {
  const free = claimDisplay();
  free[Symbol.dispose]();
  const socket = `/tmp/.X11-unix/X${free.display}`;
  writeFileSync(socket, "");
  try {
    using claim = claimDisplay();
    expect(claim.display).toBeGreaterThan(free.display);
  } finally {
    rmSync(socket);
  }
});

it("publishes the display's socket under its usual name, and takes both away at the end", () => {
  const claim = claimDisplay();
  claim.publish("/tmp/lucid-elsewhere/x");
  const socket = `/tmp/.X11-unix/X${claim.display}`;
  expect(readlinkSync(socket)).toBe("/tmp/lucid-elsewhere/x");
  claim[Symbol.dispose]();
  expect([`/tmp/.X${claim.display}-lock`, socket].filter((path) => existsSync(path))).toEqual([]);
});
