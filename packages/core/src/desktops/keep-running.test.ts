import { systemClock } from "@lucid/foundation";
import { expect, it, vi } from "vitest";
import type { Child, ChildExit } from "./child-process.ts";
import { keepRunning } from "./keep-running.ts";

/** A program that ends when it is told to. */
function fakeChild(): Child & { end(): void; isEnded(): boolean } {
  const exit = Promise.withResolvers<ChildExit>();
  let isEnded = false;
  const end = (): void => {
    isEnded = true;
    exit.resolve({ code: 1, signal: null });
  };
  return {
    ...{ pid: 1, exited: exit.promise, tail: () => "", end, isEnded: () => isEnded },
    channel: () => {
      throw new Error("none");
    },
    [Symbol.asyncDispose]: async () => end(),
  };
}
const impatient = {
  clock: { ...systemClock, after: (_delayMs: number, callback: () => void) => systemClock.after(0, callback) },
};
const silent = { onRestart: () => undefined, onGivenUp: () => undefined };

it("starts a program again when it ends, and gives up at the sixth end within a minute", async () => {
  const runs: ReturnType<typeof fakeChild>[] = [];
  const onGivenUp = vi.fn<() => void>();
  await keepRunning(impatient, {
    ...silent,
    onGivenUp,
    start: async () => {
      const child = fakeChild();
      runs.push(child);
      child.end();
      return child;
    },
  });
  await vi.waitFor(() => expect(onGivenUp).toHaveBeenCalledOnce());
  expect(runs).toHaveLength(6);
});

it("gives up when a program cannot be started again", async () => {
  const first = fakeChild();
  const start = vi.fn<() => Promise<Child>>().mockResolvedValueOnce(first).mockRejectedValueOnce(new Error("missing"));
  const onGivenUp = vi.fn<(exit: ChildExit, cause?: unknown) => void>();
  await keepRunning(impatient, { ...silent, start, onGivenUp });
  first.end();
  await vi.waitFor(() => expect(onGivenUp).toHaveBeenCalledWith({ code: 1, signal: null }, new Error("missing")));
});

it("ends a program that was being started again while it is told to stop", async () => {
  const first = fakeChild();
  const second = fakeChild();
  const starting = Promise.withResolvers<Child>();
  const start = vi.fn<() => Promise<Child>>().mockResolvedValueOnce(first).mockReturnValueOnce(starting.promise);
  const keeper = await keepRunning(impatient, { ...silent, start });
  first.end();
  await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(2));
  const stopped = keeper[Symbol.asyncDispose]();
  starting.resolve(second);
  await stopped;
  expect(second.isEnded()).toBe(true);
});

it("starts nothing again once it is told to stop", async () => {
  const child = fakeChild();
  const start = vi.fn<() => Promise<Child>>().mockResolvedValue(child);
  const keeper = await keepRunning(impatient, { ...silent, start });
  await keeper[Symbol.asyncDispose]();
  expect(child.isEnded()).toBe(true);
  expect(start).toHaveBeenCalledOnce();
});
