import { setImmediate } from "node:timers/promises";
import { createTestClock, createTestSupervisor } from "@lucid/foundation/testing";
import { expect, it, vi } from "vitest";
import type { Child, ChildExit } from "../ground/index.ts";
import { createPartKeeper, type PartHandlers } from "./keep-part.ts";

function fakeChild(): Child & { end(): void } {
  const exit = Promise.withResolvers<ChildExit>();
  const end = (): void => exit.resolve({ code: 1, signal: null });
  return {
    ...{ pid: 1, exited: exit.promise, tail: () => "", end },
    channel: () => {
      throw new Error("none");
    },
    [Symbol.asyncDispose]: async () => end(),
  };
}

function open() {
  const clock = createTestClock();
  const supervisor = createTestSupervisor(clock);
  const handlers = { onRestart: vi.fn<PartHandlers["onRestart"]>(), onLost: vi.fn<PartHandlers["onLost"]>() };
  const children: ReturnType<typeof fakeChild>[] = [];
  const start = async (signal: AbortSignal): Promise<Child> => {
    signal.throwIfAborted();
    const child = fakeChild();
    children.push(child);
    return child;
  };
  const endLast = async (): Promise<void> => {
    children.at(-1)?.end();
    await setImmediate();
    clock.advance(1_000);
    await setImmediate();
  };
  return {
    clock,
    supervisor,
    handlers,
    children,
    start,
    endLast,
    keepPart: createPartKeeper({ supervisor }, "session", handlers),
  };
}

it("starts a part again that ends an hour after the desktop was opened", async () => {
  const { clock, endLast, handlers, keepPart, start, supervisor } = open();
  const opening = new AbortController();
  await using _part = await keepPart("rdp", start, { signal: opening.signal });
  opening.abort();
  clock.advance(3_600_000);
  await endLast();
  expect(handlers.onRestart.mock.calls).toEqual([["rdp", { code: 1, signal: null }]]);
  expect(supervisor.units()).toMatchObject([{ kind: "desktop-rdp", name: "session", state: "running", restarts: 1 }]);
});

it("says which part was lost, and how it ended", async () => {
  const { endLast, handlers, keepPart, start } = open();
  await using _part = await keepPart("display", start, { signal: new AbortController().signal, restarts: 0 });
  await endLast();
  expect(handlers.onLost.mock.calls).toEqual([["display", { code: 1, signal: null }]]);
  expect(handlers.onRestart).not.toHaveBeenCalled();
});

it("goes on without a part that ends again and again, where the desktop can, and starts it again each time", async () => {
  const { children, clock, endLast, handlers, keepPart, start } = open();
  await using _part = await keepPart("clipboard", start, { signal: new AbortController().signal, isDispensable: true });
  for (let time = 1; time <= 20; time += 1) {
    await endLast();
    await vi.waitFor(
      () => {
        clock.advance(10_000);
        expect(children).toHaveLength(time + 1);
      },
      { timeout: 20_000, interval: 1 },
    );
  }
  expect(handlers.onRestart).toHaveBeenCalledTimes(20);
  expect(handlers.onLost).not.toHaveBeenCalled();
});
