import { createTestClock } from "@lucid/foundation/testing";
import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";

import type { CutText, CutTextHead } from "./clipboard-watch.ts";
import { createInputFilter, type InputRules } from "./input-filter.ts";
import { createPointerTurns } from "./pointer-turns.ts";

const KEY_A_DOWN = "0401000000000061";
const KEY_A_UP = "0400000000000061";
const QEMU_KEY_DOWN = "ff000001000000620000001e";
const QEMU_KEY_UP = "ff000000000000620000001e";
const PRESS_AT_1_2 = "050100010002";
const RELEASE_AT_1_2 = "050000010002";
const UPDATE_REQUEST = "03010000000004000300";
const cutText = (text: string): string =>
  `06000000${text.length.toString(16).padStart(8, "0")}${Buffer.from(text).toString("hex")}`;
const encodings = (...values: number[]): string => {
  const bytes = Buffer.alloc(4 + 4 * values.length);
  bytes[0] = 2;
  bytes.writeUInt16BE(values.length, 2);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(value | 0, 4 + 4 * index);
  return bytes.toString("hex");
};

const open: InputRules = {
  keyboard: () => true,
  pointer: () => true,
  takesTurn: () => true,
  clipboardIn: () => true,
  clipboardOut: true,
  extendedClipboard: true,
  maxClipboardBytes: 64,
};
/** Hands on what is not refused. */
function takeText({ refused }: CutTextHead): CutText {
  const pieces: Buffer[] = [];
  return {
    push: (piece) => void pieces.push(Buffer.from(piece)),
    end: () => (refused === null ? Buffer.concat(pieces) : Buffer.alloc(0)),
  };
}
const unwatched = {
  key: () => undefined,
  pointer: () => undefined,
  refusedKey: () => undefined,
  refusedPointer: () => undefined,
  clipboard: { begin: takeText },
  pixelFormat: () => undefined,
};
const pushAll = (rules: Partial<InputRules>, ...messages: string[]): string => {
  const filter = createInputFilter({ ...open, ...rules }, unwatched);
  return messages.map((message) => filter.push(Buffer.from(message, "hex")).toString("hex")).join("");
};

describe("the filter between a client and the display", () => {
  it("lets everything through that the policy opens", () => {
    const messages = [UPDATE_REQUEST, KEY_A_DOWN, QEMU_KEY_DOWN, PRESS_AT_1_2, cutText("hello")];
    expect(pushAll({}, ...messages)).toBe(messages.join(""));
  });

  it("drops keys without a keyboard and the pointer without a mouse, each alone", () => {
    expect(pushAll({ keyboard: () => false }, KEY_A_DOWN, QEMU_KEY_DOWN, PRESS_AT_1_2)).toBe(PRESS_AT_1_2);
    expect(pushAll({ pointer: () => false }, KEY_A_DOWN, PRESS_AT_1_2)).toBe(KEY_A_DOWN);
  });

  it("tells the presses that it does not let through", () => {
    const refused: string[] = [];
    const filter = createInputFilter(
      { ...open, keyboard: () => false, pointer: () => false },
      {
        ...unwatched,
        refusedKey: (message) => void refused.push(message.toString("hex")),
        refusedPointer: (message) => void refused.push(message.toString("hex")),
      },
    );
    for (const message of [KEY_A_DOWN, QEMU_KEY_DOWN, PRESS_AT_1_2]) filter.push(Buffer.from(message, "hex"));
    expect(refused).toEqual([KEY_A_DOWN, QEMU_KEY_DOWN, PRESS_AT_1_2]);
  });

  it("lets go of what is held when it is closed meanwhile, once", () => {
    let isOpen = true;
    const filter = createInputFilter({ ...open, keyboard: () => isOpen }, unwatched);
    const push = (message: string) => filter.push(Buffer.from(message, "hex")).toString("hex");
    expect(push(KEY_A_DOWN)).toBe(KEY_A_DOWN);
    isOpen = false;
    expect([push(QEMU_KEY_DOWN), push(KEY_A_UP), push(QEMU_KEY_UP)]).toEqual([KEY_A_UP, "", ""]);
  });

  it("lets go of the key that is held longest when more are held than a keyboard has, and of the rest at the end", () => {
    const told: string[] = [];
    const watch = { ...unwatched, key: (message: Buffer) => void told.push(message.toString("hex")) };
    const filter = createInputFilter(open, watch);
    const key = (number: number, isDown: boolean): string => `040${isDown ? 1 : 0}0000${number.toString(16).padStart(8, "0")}`;
    const numbers = Array.from({ length: 1_000 }, (_, index) => 0x0100_4e00 + index);
    const passed = numbers.map((number) => filter.push(Buffer.from(key(number, true), "hex")).toString("hex")).join("");
    expect(passed).toBe(
      numbers.map((number, index) => (index < 256 ? "" : key(number - 256, false)) + key(number, true)).join(""),
    );
    expect(told.join("")).toBe(passed);
    const rest = numbers.slice(-256).map((number) => key(number, false));
    expect(filter.release().toString("hex")).toBe(rest.join(""));
  });

  it("lets go of the key that a client pressed by another name, as when Shift is let go of first", () => {
    const key = (keysym: number, isDown: boolean): string => `040${isDown ? 1 : 0}0000${keysym.toString(16).padStart(8, "0")}`;
    const [shift, tab] = [0xffe1, 0xff09];
    const through = (...messages: string[]): string[] => {
      const filter = createInputFilter(open, unwatched);
      return [...messages.map((message) => filter.push(Buffer.from(message, "hex"))), filter.release()].map((passed) =>
        passed.toString("hex"),
      );
    };
    for (const [pressed, named] of [
      [0x41, 0x61],
      [0x21, 0x31],
      [0x6e4, 0x6c4],
    ] as const) {
      const sent = [key(shift, true), key(pressed, true), key(shift, false), key(named, false)];
      expect(through(...sent)).toEqual([...sent.slice(0, 3), key(pressed, false) + key(named, false), ""]);
    }
    // Beside keys that are held as they were pressed: a letter before or while Shift was held, a digit after it.
    const third = 0xfe03;
    for (const [before, beside] of [
      [[key(0x62, true)], []],
      [[], [key(0x42, true)]],
      [[key(0x32, true)], [key(0x42, true)]],
    ] as const) {
      const sent = [...before, key(shift, true), key(0x21, true), ...beside, key(shift, false)];
      expect(through(...sent, key(0x31, false)).slice(0, -1)).toEqual([...sent, key(0x21, false) + key(0x31, false)]);
    }
    const at = [key(0x62, true), key(third, true), key(0x40, true), key(third, false)];
    expect(through(...at, key(0x71, false))).toEqual([...at, key(0x40, false) + key(0x71, false), key(0x62, false)]);
    // Letters whose capitals are those of others, Turkish I and İ and Greek Σ, and dead keys.
    const held = [key(0x62, true), key(0x42, true)];
    for (const [pressed, named] of [
      [0x49, 0x2b9],
      [0x2a9, 0x69],
      [0x7d2, 0x7f3],
      [0xfe57, 0xfe52],
    ] as const) {
      const sent = [key(shift, true), key(pressed, true), ...held, key(shift, false)];
      expect(through(...sent, key(named, false)).slice(0, -1)).toEqual([...sent, key(pressed, false) + key(named, false)]);
    }
    // A key that is held goes on being held when others are let go of.
    const others = [key(0x61, true), key(0x62, true), key(0x62, false), key(tab, false), key(shift, false)];
    expect(through(...others)).toEqual([...others, key(0x61, false)]);
    const several = [key(0x21, true), key(0x62, true), key(0x31, false)];
    expect(through(...several)).toEqual([...several, key(0x21, false) + key(0x62, false)]);
  });

  it("drops clipboard text where the policy closes it or it is too long, and goes on behind it", () => {
    expect(pushAll({ clipboardIn: () => false }, cutText("secret") + UPDATE_REQUEST)).toBe(UPDATE_REQUEST);
    expect(pushAll({}, cutText("x".repeat(65)) + UPDATE_REQUEST)).toBe(UPDATE_REQUEST);
  });

  it("agrees on the extended clipboard only where it may", () => {
    const asked = encodings(0, 16, 0xc0a1e5ce);
    expect(pushAll({ extendedClipboard: false }, asked)).toBe(encodings(0, 16));
    expect(pushAll({ extendedClipboard: true }, asked)).toBe(asked);
  });

  it("lets through of the extended clipboard what belongs to the direction that is open, also when it comes byte by byte", () => {
    const extended = (flags: string, more = ""): string =>
      `06000000${((-4 - more.length / 2) >>> 0).toString(16)}${flags}${more}`;
    const [caps, request, peek, notify, provide] = [
      extended("1f000001", "00000000"),
      extended("02000001"),
      extended("04000001"),
      extended("08000001"),
      extended("10000001", "789c"),
    ];
    const all = [caps, request, peek, notify, provide].join("");
    const bytes = (text: string): string[] => text.match(/../g) ?? [];
    for (const pieces of [[all], bytes(all)]) {
      expect(pushAll({}, ...pieces)).toBe(all);
      expect(pushAll({ clipboardOut: false }, ...pieces)).toBe(caps + notify + provide);
      expect(pushAll({ clipboardIn: () => false }, ...pieces)).toBe(caps + request + peek);
      expect(pushAll({ clipboardIn: () => false, clipboardOut: false, extendedClipboard: false }, ...pieces)).toBe("");
    }
    const short = "06000000ffffffff08";
    expect(pushAll({ clipboardOut: false }, ...bytes(short + UPDATE_REQUEST))).toBe(UPDATE_REQUEST);
  });

  it("never agrees on encodings that nobody here could read", () => {
    expect(pushAll({}, encodings(7, 5, -260, -308, -316, -259, 50, -26, -250, -312, -313, -224))).toBe(
      encodings(7, -26, -250, -312, -313, -224),
    );
  });

  it("lets a pixel format be chosen before any picture is asked for, and not between them", () => {
    const format = `00000000${"20180001".padEnd(32, "0")}`;
    const told: string[] = [];
    const watch = { ...unwatched, pixelFormat: (bytes: Buffer) => void told.push(bytes.toString("hex")) };
    const filter = createInputFilter(open, watch);
    filter.push(Buffer.from(format + UPDATE_REQUEST, "hex"));
    expect(told).toEqual([format.slice(8)]);
    expect(() => filter.push(Buffer.from(format, "hex"))).toThrow("pixel format");
  });

  it("drops requests to resize the screen and to restart the machine", () => {
    const setDesktopSize = `fb000320025801${"00".repeat(17)}`;
    expect(pushAll({}, setDesktopSize + "fa000102" + UPDATE_REQUEST)).toBe(UPDATE_REQUEST);
  });

  it("lets go of every key and button that is held", () => {
    const filter = createInputFilter(open, unwatched);
    filter.push(Buffer.from(KEY_A_DOWN + QEMU_KEY_DOWN + PRESS_AT_1_2, "hex"));
    expect(filter.release().toString("hex")).toBe(KEY_A_UP + QEMU_KEY_UP + RELEASE_AT_1_2);
    expect(filter.release().length).toBe(0);
  });

  it("tells of keys and the pointer exactly what goes to the display", () => {
    const told: string[] = [];
    const tell = (message: Buffer): void => void told.push(message.toString("hex"));
    let isOpen = true;
    const filter = createInputFilter({ ...open, keyboard: () => isOpen }, { ...unwatched, key: tell, pointer: tell });
    const send = (text: string): string => filter.push(Buffer.from(text, "hex")).toString("hex");
    const passed = [send(UPDATE_REQUEST + KEY_A_DOWN + PRESS_AT_1_2)];
    isOpen = false;
    passed.push(send(QEMU_KEY_DOWN + RELEASE_AT_1_2 + PRESS_AT_1_2), filter.release().toString("hex"));
    expect(told.join("")).toBe(KEY_A_DOWN + PRESS_AT_1_2 + KEY_A_UP + RELEASE_AT_1_2 + PRESS_AT_1_2 + RELEASE_AT_1_2);
    expect(passed.join("")).toBe(UPDATE_REQUEST + told.join(""));
  });

  it("holds back and does not tell the pointer of a client while another one holds a button, also one that is let go for it", () => {
    const clock = createTestClock(0);
    const turns = createPointerTurns({ clock, letGo: (clientId) => void (clientId === 1 ? one : other).release() });
    const told: string[] = [];
    const filterOf = (clientId: number) => {
      const rules = { ...open, takesTurn: (buttons: number) => turns.take(clientId, buttons) };
      const filter = createInputFilter(rules, { ...unwatched, pointer: (message) => told.push(message.toString("hex")) });
      return { send: (message: string) => filter.push(Buffer.from(message, "hex")).toString("hex"), release: filter.release };
    };
    const [one, other] = [filterOf(1), filterOf(2)];
    const elsewhere = "050000030004";
    expect([one.send(PRESS_AT_1_2), other.send(elsewhere), other.send(PRESS_AT_1_2)]).toEqual([PRESS_AT_1_2, "", ""]);
    expect(one.release().toString("hex")).toBe(RELEASE_AT_1_2);
    expect([other.send(PRESS_AT_1_2), one.send(RELEASE_AT_1_2)]).toEqual([PRESS_AT_1_2, ""]);
    turns.leave(1);
    expect(one.send(elsewhere)).toBe("");
    turns.leave(2);
    expect(one.send(PRESS_AT_1_2)).toBe(PRESS_AT_1_2);
    expect(told.splice(0)).toEqual([PRESS_AT_1_2, RELEASE_AT_1_2, PRESS_AT_1_2, PRESS_AT_1_2]);
    // Whoever hangs with a button down keeps nobody out for good.
    clock.advance(9_000);
    expect([other.send(PRESS_AT_1_2), other.send(RELEASE_AT_1_2), told.length]).toEqual(["", "", 0]);
    clock.advance(1_000);
    expect([other.send(elsewhere), other.send(PRESS_AT_1_2), told]).toEqual(["", "", [RELEASE_AT_1_2]]);
    expect(other.send(RELEASE_AT_1_2 + PRESS_AT_1_2)).toBe(RELEASE_AT_1_2 + PRESS_AT_1_2);
  });

  it("remembers nothing that was let go by the client", () => {
    const filter = createInputFilter(open, unwatched);
    filter.push(Buffer.from(KEY_A_DOWN + KEY_A_UP + PRESS_AT_1_2 + RELEASE_AT_1_2, "hex"));
    expect(filter.release().length).toBe(0);
  });

  it("refuses messages it does not know, and lists of encodings that are absurdly long", () => {
    expect(() => pushAll({}, "63")).toThrow("unknown RFB client message 99");
    expect(() => pushAll({}, "02000fff")).toThrow("bytes");
  });

  it("gives the same bytes however the stream is cut", () => {
    const stream = Buffer.from(
      UPDATE_REQUEST +
        encodings(0, 7, -239) +
        KEY_A_DOWN +
        cutText("some text") +
        QEMU_KEY_DOWN +
        PRESS_AT_1_2 +
        cutText("y".repeat(70)) +
        KEY_A_UP,
      "hex",
    );
    const whole = pushAll({}, stream.toString("hex"));
    assert(
      property(array(integer({ min: 0, max: stream.length }), { maxLength: 20 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const parts = edges.slice(1).map((end, index) => stream.subarray(edges[index], end).toString("hex"));
        expect(pushAll({}, ...parts)).toBe(whole);
      }),
    );
  });
});
