import { describe, expect, it } from "vitest";
import { createLeaveChord } from "./leave-chord.ts";

const FLAGS = { Control: "ctrlKey", Alt: "altKey", Shift: "shiftKey" } as const;

/** Presses (+) and releases (-) keys in turn; tells at which of them the chord was complete. */
function play(...steps: readonly string[]): number[] {
  const chord = createLeaveChord();
  const held = { ctrlKey: false, altKey: false, shiftKey: false };
  return steps.flatMap((step, at) => {
    const key = step.slice(1);
    const isDown = step.startsWith("+");
    if (key === "Control" || key === "Alt" || key === "Shift") held[FLAGS[key]] = isDown;
    return chord({ type: isDown ? "keydown" : "keyup", key, ...held }) ? [at] : [];
  });
}

describe("the chord that leaves the desktop", () => {
  it("is complete when the last of the three keys is up", () => {
    expect(play("+Control", "+Alt", "+Shift", "-Control", "-Shift", "-Alt")).toEqual([5]);
    expect(play("+Shift", "+Control", "+Alt", "+Alt", "-Alt", "-Control", "-Shift")).toEqual([6]);
  });

  it("works again and again", () => {
    const once = ["+Control", "+Alt", "+Shift", "-Shift", "-Alt", "-Control"];
    expect(play(...once, ...once)).toEqual([5, 11]);
  });

  it("is not complete with another key between, or without one of the three", () => {
    expect(play("+Control", "+Alt", "+Shift", "+F", "-F", "-Shift", "-Alt", "-Control")).toEqual([]);
    expect(play("+Control", "+Alt", "-Alt", "-Control", "+Shift", "-Shift")).toEqual([]);
  });
});
