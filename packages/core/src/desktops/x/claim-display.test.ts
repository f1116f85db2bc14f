import { existsSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { expect, it } from "vitest";

import { claimDisplay } from "./claim-display.ts";

it("never gives the same number twice, and says who holds it as X servers do", () => {
  using first = claimDisplay();
  using second = claimDisplay();
  expect(second.display).toBeGreaterThan(first.display);
  expect(readFileSync(`/tmp/.X${first.display}-lock`, "latin1")).toBe(`${String(process.pid).padStart(10)}\n`);
});

it("passes over a number whose lock is gone while its socket is still there", () => {
  using first = claimDisplay();
  first.publish("/tmp");
  rmSync(`/tmp/.X${first.display}-lock`);
  using second = claimDisplay();
  expect(second.display).toBeGreaterThan(first.display);
});

it("passes over a number whose abstract name is a stranger's", async () => {
  const free = claimDisplay();
  free[Symbol.dispose]();
  const stranger = createServer();
  await new Promise<void>((resolve) => stranger.listen(`\0/tmp/.X11-unix/X${free.display}`, resolve));
  using next = claimDisplay();
  expect(next.display).toBeGreaterThan(free.display);
  stranger.close();
});

it("publishes the display's socket under its usual name, and takes both away at the end", () => {
  const claim = claimDisplay();
  claim.publish("/tmp/lucid-elsewhere/x");
  const socket = `/tmp/.X11-unix/X${claim.display}`;
  expect(readlinkSync(socket)).toBe("/tmp/lucid-elsewhere/x");
  claim[Symbol.dispose]();
  expect([`/tmp/.X${claim.display}-lock`, socket].filter((path) => existsSync(path))).toEqual([]);
});
