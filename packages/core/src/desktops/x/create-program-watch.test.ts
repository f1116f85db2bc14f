import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import type { DesktopEvent } from "../desktop.ts";
import { createProgramWatch } from "./create-program-watch.ts";

function watched() {
  const events: DesktopEvent[] = [];
  const clock = createTestClock(1_000_000);
  return { events, clock, watch: createProgramWatch({ clock, emit: (event) => events.push(event) }) };
}

it("tells what programs press as their own, and of their pointer 20 positions a second", () => {
  const { clock, events, watch } = watched();
  watch.onProgramInput({ kind: "key", pressed: true, keycode: 38 });
  for (let step = 0; step < 10; step++) {
    watch.onProgramInput({ kind: "motion", x: step, y: 0, relative: false });
    clock.advance(10);
  }
  watch.onProgramInput({ kind: "button", pressed: true, button: 1 });
  expect(events).toEqual([
    { type: "program-key", atMs: 1_000_000, pressed: true, keycode: 38 },
    { type: "program-motion", atMs: 1_000_000, x: 0, y: 0, relative: false },
    { type: "program-motion", atMs: 1_000_050, x: 5, y: 0, relative: false },
    { type: "program-button", atMs: 1_000_100, pressed: true, button: 1 },
  ]);
});

it("counts what a program does beyond what a record takes, and says so", () => {
  const { clock, events, watch } = watched();
  for (let time = 0; time < 1_000; time++) watch.onCut("again");
  expect(events).toHaveLength(200);
  clock.advance(1_000);
  watch.onCut("once more");
  expect(events.slice(200)).toEqual([
    { type: "program-events-dropped", atMs: 1_001_000, count: 800 },
    { type: "program-cut", atMs: 1_001_000, reason: "once more" },
  ]);
});

it("has room for programs and windows however much is typed, and for windows as many as fit", () => {
  const { clock, events, watch } = watched();
  for (let time = 0; time < 1_000; time++) watch.onProgramInput({ kind: "key", pressed: true, keycode: 38 });
  const before = events.length;
  expect(watch.tellProgram({ type: "program-started", atMs: 0, pid: 7, name: "bash" })).toBe(true);
  const tellWindow = (window: number): boolean => watch.tellWindow({ type: "window-closed", atMs: 0, window });
  const told = Array.from({ length: 100 }, (_, window) => tellWindow(window));
  expect(told.indexOf(false)).toBe(50);
  expect(events).toHaveLength(before + 1 + 50);
  clock.advance(1_000);
  expect(tellWindow(50)).toBe(true);
  // Of what waited nothing was dropped.
  expect(events.filter(({ type }) => type === "program-events-dropped")).toMatchObject([{ count: 800 }]);
});
