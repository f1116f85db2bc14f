import { expect, it, vi } from "vitest";
import { askKernel, watchClockError } from "./clock-error.ts";
import { createTestClock } from "./testing/index.ts";

function watching(answers: readonly (string | Error)[]) {
  const clock = createTestClock();
  const left = [...answers];
  const warned: unknown[] = [];
  const ask = async (): Promise<string> => {
    const answer = left.shift() ?? "";
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const error = watchClockError({ clock, log: { warn: (facts: unknown) => void warned.push(facts) } }, ask);
  const next = async (bound: number | null): Promise<void> => {
    clock.advance(30_000);
    await vi.waitFor(() => expect(error.boundMs()).toBe(bound));
  };
  return { error, next, warned, asked: () => answers.length - left.length };
}

it("gives the kernel's bound in milliseconds, and none while nothing keeps the clock in step", async () => {
  const { error, next } = watching(["12345 8192", "16000000 64", "1 1", "nonsense"]);
  await vi.waitFor(() => expect(error.boundMs()).toBe(13));
  await next(null);
  await next(1);
  await next(null);
});

it("says once that nothing is known, and asks no more once it is disposed", async () => {
  const { error, next, warned, asked } = watching(["500 1", new Error("no perl"), new Error("no perl"), "500 1"]);
  await vi.waitFor(() => expect(error.boundMs()).toBe(1));
  await next(null);
  await vi.waitFor(() => expect(asked()).toBe(2));
  await next(null);
  await vi.waitFor(() => expect(asked()).toBe(3));
  await next(1);
  expect(warned).toHaveLength(1);
  error[Symbol.dispose]();
});

it("has a kernel to ask here", async () => {
  expect(await askKernel()).toMatch(/^\d+ \d+$/);
});
