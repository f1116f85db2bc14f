import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import type { InputEvent, InputRefused } from "../input-event.ts";
import { createInputWatch } from "./input-watch.ts";

function watched() {
  const clock = createTestClock(1_000_000);
  const events: (InputEvent | InputRefused)[] = [];
  const watch = createInputWatch({ clock, emit: (event) => events.push(event) }, 7, { width: 240, height: 100 });
  const pointer = (mask: number, x: number, y: number): void => watch.pointer(Buffer.from([5, mask, 0, x, 0, y]));
  return { clock, events, watch, pointer };
}

it("tells keys with their keysyms, of both kinds of messages", () => {
  const { events, watch } = watched();
  watch.key(Buffer.from("0401000000000061", "hex"));
  watch.key(Buffer.from("ff000000000006c10000001e", "hex"));
  expect(events).toEqual([
    { type: "key", atMs: 1_000_000, clientId: 7, pressed: true, keysym: 0x61 },
    { type: "key", atMs: 1_000_000, clientId: 7, pressed: false, keysym: 0x6c1 },
  ]);
});

it("tells of what was refused that it was pressed, and of moving over the picture nothing", () => {
  const { events, watch } = watched();
  for (const message of ["0401000000000061", "0400000000000061"]) watch.refusedKey(Buffer.from(message, "hex"));
  for (const message of ["050000010002", "050100010002", "050000010002"]) watch.refusedPointer(Buffer.from(message, "hex"));
  const refused = { type: "input-refused", atMs: 1_000_000, clientId: 7 };
  expect(events).toEqual([
    { ...refused, action: "type" },
    { ...refused, action: "point" },
  ]);
});

it("tells each button that changes, with its place", () => {
  const { events, pointer } = watched();
  for (const mask of [0b1, 0b1001, 0b1000, 0]) pointer(mask, 10, 20);
  expect(events.map((event) => (event.type === "button" ? [event.button, event.pressed, event.x, event.y] : event))).toEqual([
    [1, true, 10, 20],
    [4, true, 10, 20],
    [1, false, 10, 20],
    [4, false, 10, 20],
  ]);
});

it("tells 20 positions a second, and none twice", () => {
  const { clock, events, pointer } = watched();
  for (let step = 0; step < 100; step++) {
    pointer(0, step, 0);
    clock.advance(10);
  }
  expect(events).toHaveLength(20);
  clock.advance(1_000);
  pointer(0, 200, 0);
  clock.advance(1_000);
  pointer(0, 200, 0);
  expect(events.slice(20)).toMatchObject([{ type: "motion", x: 200, y: 0, clientId: 7 }]);
});

it("tells where the display puts a pointer that a client places outside of the screen", () => {
  const { events, watch, clock } = watched();
  watch.pointer(Buffer.from("0500ffffffff", "hex"));
  clock.advance(1_000);
  watch.pointer(Buffer.from("050000f00064", "hex"));
  watch.pointer(Buffer.from("050100f0000a", "hex"));
  expect(events).toMatchObject([
    { type: "motion", x: 239, y: 99 },
    { type: "button", x: 239, y: 10 },
  ]);
});
