import { silentLog } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createSleeping } from "./sleeping.ts";

function startTest(states: Record<string, string>, broken: readonly string[] = []) {
  const refuse = (id: string): void => {
    if (broken.includes(id)) throw new Error("no picture comes");
  };
  const sleeping = createSleeping(
    { log: silentLog, repository: { get: (id: string) => ({ state: states[id] }) } as never },
    {
      live: new Map(Object.keys(states).map((id) => [id, {} as never])),
      async pause(id) {
        states[id] = "paused";
      },
      async resume(id) {
        refuse(id);
        states[id] = "recording";
      },
    },
  );
  return { sleeping, states };
}

it("pauses what is recorded, and lets exactly that go on", async () => {
  const { sleeping, states } = startTest({ a: "recording", b: "paused" });
  await sleeping.suspend();
  expect(states).toEqual({ a: "paused", b: "paused" });
  expect(await sleeping.wake()).toEqual([]);
  expect(states).toEqual({ a: "recording", b: "paused" });
});

it("leaves alone what somebody ended or resumed while the computer woke", async () => {
  const { sleeping, states } = startTest({ a: "recording", b: "recording" });
  await sleeping.suspend();
  states["a"] = "processing";
  expect(await sleeping.wake()).toEqual([]);
  expect(states).toEqual({ a: "processing", b: "recording" });
});

it("says which stay paused, and why, and does not try them at the next sleep", async () => {
  const { sleeping, states } = startTest({ a: "recording", b: "recording" }, ["b"]);
  await sleeping.suspend();
  expect(await sleeping.wake()).toEqual([{ sessionId: "b", reason: "no picture comes" }]);
  await sleeping.suspend();
  expect(await sleeping.wake()).toEqual([]);
  expect(states).toEqual({ a: "recording", b: "paused" });
});
