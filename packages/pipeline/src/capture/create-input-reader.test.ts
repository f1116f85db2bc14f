import { describe, expect, it } from "vitest";
import { createInputReader } from "./create-input-reader.ts";

/** A core device event as RECORD delivers it. */
function device(kind: number, detail: number, time: number, rest: { x?: number; y?: number; state?: number } = {}): Buffer {
  const event = Buffer.alloc(32);
  event.writeUInt8(kind, 0);
  event.writeUInt8(detail, 1);
  event.writeUInt32LE(time >>> 0, 4);
  event.writeInt16LE(rest.x ?? 0, 20);
  event.writeInt16LE(rest.y ?? 0, 22);
  event.writeUInt16LE(rest.state ?? 0, 28);
  return event;
}

const NOW = 1_763_600_000_000;
const SHIFT = 1;
const LOCK = 2;
const LEVEL_3 = 0x80;
/** Keycodes from 8: a, 1 and !, Return, F5, the euro as a Unicode keysym, an e with a third level, keypad 7, nothing. */
const rows = [
  [0x61, 0x41],
  [0x31, 0x21],
  [0xff0d],
  [0xffc2],
  [0x0100_20ac],
  [0x65, 0x45, 0, 0, 0x0100_20ac],
  [0xff95, 0xffb7],
  [],
];

function createReader(characters: boolean) {
  const reader = createInputReader({ characters });
  reader.setKeyboard(8, rows);
  return reader;
}
const press = (characters: boolean, code: number, state = 0) =>
  createReader(characters).read(device(2, code, 5_000, { state }), NOW)[0];

describe("keys", () => {
  it("have no character unless it was asked for", () => {
    for (const code of [8, 9, 12, 13, 200]) expect(press(false, code)).toEqual({ t: NOW, type: "key", pressed: true });
    expect(press(false, 14, SHIFT)).toEqual({ t: NOW, type: "key", pressed: true });
  });

  it("have a name when they type nothing", () => {
    expect(press(false, 10)).toEqual({ t: NOW, type: "key", pressed: true, key: "Return" });
    expect(press(true, 11)).toMatchObject({ key: "F5" });
    expect(press(false, 14)).toMatchObject({ key: "KP_Home" });
    expect(createReader(false).read(device(3, 10, 5_000), NOW)).toMatchObject([{ pressed: false }]);
  });

  it.each([
    ["a", 8, 0],
    ["A", 8, SHIFT],
    ["A", 8, LOCK],
    ["a", 8, LOCK | SHIFT],
    ["1", 9, LOCK],
    ["!", 9, SHIFT],
    ["€", 12, 0],
    ["€", 13, LEVEL_3],
    ["7", 14, SHIFT],
  ])("type %j with keycode %d and modifiers %d where characters are recorded", (character, code, state) => {
    expect(press(true, code, state)).toEqual({ t: NOW, type: "key", pressed: true, character });
  });

  it("without a meaning stay keys", () => {
    expect(press(true, 15)).toEqual({ t: NOW, type: "key", pressed: true });
    expect(press(true, 250)).toEqual({ t: NOW, type: "key", pressed: true });
  });
});

describe("the pointer", () => {
  it("is recorded with its buttons and positions", () => {
    const data = Buffer.concat([device(4, 1, 100, { x: 12, y: -3 }), device(5, 1, 180, { x: 13, y: 4 })]);
    expect(createReader(false).read(data, NOW)).toEqual([
      { t: NOW, type: "button", pressed: true, button: 1, x: 12, y: -3 },
      { t: NOW, type: "button", pressed: false, button: 1, x: 13, y: 4 },
    ]);
  });

  it("moves at most twenty times a second", () => {
    const moves = Array.from({ length: 1_000 }, (_, ms) => device(6, 0, ms, { x: ms }));
    const reader = createReader(false);
    const events = moves.flatMap((move, ms) => reader.read(move, NOW + ms));
    expect(events).toHaveLength(20);
    expect(events.map(({ x }) => x).slice(0, 3)).toEqual([0, 50, 100]);
  });
});

describe("the time of an event", () => {
  it("follows the display's clock, tied to Unix time by the quickest delivery", () => {
    const reader = createReader(false);
    expect(reader.read(device(4, 1, 1_000), NOW + 40)).toMatchObject([{ t: NOW + 40 }]);
    expect(reader.read(device(4, 1, 2_000), NOW + 1_002)).toMatchObject([{ t: NOW + 1_002 }]);
    expect(reader.read(device(4, 1, 3_000), NOW + 2_150)).toMatchObject([{ t: NOW + 2_002 }]);
  });

  it("goes on when the display's clock wraps or the machine's clock is set", () => {
    const reader = createReader(false);
    reader.read(device(4, 1, 0xffff_fff0), NOW);
    expect(reader.read(device(4, 1, 16), NOW + 32)).toMatchObject([{ t: NOW + 32 }]);
    expect(reader.read(device(4, 1, 1_016), NOW - 3_600_000)).toMatchObject([{ t: NOW - 3_600_000 }]);
  });

  it("is not disturbed by half an event or an unknown one", () => {
    expect(createReader(false).read(Buffer.concat([device(9, 0, 1), Buffer.alloc(20)]), NOW)).toEqual([]);
  });
});
