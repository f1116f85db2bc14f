import { setTimeout as after } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { startChild } from "./child-process.ts";

const env = { PATH: process.env["PATH"] ?? "" };

it("hands on every line of a program that says little, and knows its last words", async () => {
  const lines: string[] = [];
  await using child = await startChild({
    ...{ program: "sh", args: ["-c", "echo one; echo two >&2; printf 'three'"], env },
    onLine: (line) => lines.push(line),
  });
  expect(await child.exited).toEqual({ code: 0, signal: null });
  await child[Symbol.asyncDispose]();
  expect(lines.toSorted()).toEqual(["one", "two"]);
  expect(child.tail()).toContain("two\n");
});

it("reads a program that prints without end no faster than it can be looked at, and ends it all the same", async () => {
  let lines = 0;
  const startedMs = performance.now();
  await using child = await startChild({ program: "yes", args: [], env, onLine: () => (lines += 1) });
  await vi.waitFor(() => expect(lines).toBeGreaterThanOrEqual(200), { timeout: 20_000 });
  for (let turn = 0; turn < 12; turn += 1) await after(50);
  const windows = (performance.now() - startedMs) / 250 + 2;
  expect(lines).toBeLessThanOrEqual(200 * windows);
  await child[Symbol.asyncDispose]();
  expect((await child.exited).signal).toBe("SIGKILL");
  expect(child.tail()).toMatch(/^(y\n)+$/);
});
