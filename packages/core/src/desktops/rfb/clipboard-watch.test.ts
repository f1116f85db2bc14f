import { createHash } from "node:crypto";
import { deflateSync, inflateSync } from "node:zlib";
import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import type { DesktopEvent } from "../desktop.ts";
import { createEventPace } from "../event-pace.ts";
import type { ClipboardEvent } from "../input-event.ts";
import { type CutTextHead, createClipboardWatch } from "./clipboard-watch.ts";

const MAX = 1_000;
const UNHURRIED = { admit: () => true };
const TEXT_PROVIDED = 0x1000_0001;
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};
const provided = (text: string): Buffer => {
  const content = Buffer.from(`${text}\0`);
  return Buffer.concat([u32(TEXT_PROVIDED), deflateSync(Buffer.concat([u32(content.length), content]))]);
};

/** What is told of a message whose content comes in pieces of three bytes, and what goes on. */
function judged(content: Buffer, head: Partial<CutTextHead> = {}) {
  const events: ClipboardEvent[] = [];
  const watch = createClipboardWatch({ clock: { now: () => 5 }, emit: (event) => events.push(event) }, 7, {
    maxBytes: MAX,
    mayLeave: () => true,
    pace: UNHURRIED,
  });
  const text = watch.begin({ bytes: content.length, isExtended: false, refused: null, ...head });
  const message = Buffer.concat([Buffer.alloc(8), content]);
  for (let at = 0; at < message.length; at += 3) text.push(message.subarray(at, at + 3));
  return { passed: text.end().toString("hex"), events };
}
const told = (content: Buffer, head: Partial<CutTextHead> = {}): ClipboardEvent[] => judged(content, head).events;
/** The text that the display finds in what went on. */
function received(passed: string): string {
  const message = Buffer.from(passed, "hex");
  expect([message[0], message.readUInt32BE(8), message.length]).toEqual([6, TEXT_PROVIDED, 8 - message.readInt32BE(4)]);
  const plain = inflateSync(message.subarray(12));
  expect(plain.length).toBe(4 + plain.readUInt32BE());
  return plain.toString("utf8", 4);
}
const common = { type: "clipboard-in", atMs: 5, clientId: 7, format: "text" };

it("tells a plain text by its size and its hash, as UTF-8", () => {
  expect(told(Buffer.from("grüße", "latin1"))).toEqual([{ ...common, bytes: 7, sha256: sha256("grüße"), refused: null }]);
});

it("tells an extended text by what stands behind the compression, also where the stream is not finished", () => {
  const text = "Привет, 🌍\nzwei";
  const whole = provided(text);
  for (const content of [whole, whole.subarray(0, -4)]) {
    expect(told(content, { isExtended: true })).toEqual([
      { ...common, bytes: Buffer.byteLength(text), sha256: sha256(text), refused: null },
    ]);
  }
});

it("says why a text did not get in, and nothing of what it says", () => {
  expect(told(Buffer.alloc(5_000, "x"), { refused: "size" })).toEqual([
    { ...common, bytes: 5_000, sha256: null, refused: "size" },
  ]);
  expect(told(Buffer.from("secret"), { refused: "policy" })).toEqual([{ ...common, bytes: 6, sha256: null, refused: "policy" }]);
  const refused = { isExtended: true, refused: "policy" } as const;
  expect(told(provided("secret"), refused)).toEqual([{ ...common, bytes: null, sha256: null, refused: "policy" }]);
  // Small as it comes, and large behind the compression.
  const bomb = told(provided("x".repeat(100_000)), { isExtended: true });
  expect(bomb).toEqual([{ ...common, bytes: null, sha256: null, refused: "size" }]);
});

it("lets nothing into the desktop but what is told of it", () => {
  const extended = (...parts: (string | Buffer)[]): Buffer =>
    Buffer.concat([u32(TEXT_PROVIDED), deflateSync(Buffer.concat(parts.map((part) => Buffer.from(part))))]);
  const isExtended = true;
  const text = { ...common, bytes: 5, sha256: sha256("small"), refused: null };
  const smallOf = (content: Buffer) => {
    const { passed, events } = judged(content, { isExtended });
    return [events, received(passed)];
  };
  // Behind the text: nothing, the same text in another format, what the display would not see.
  expect(smallOf(provided("small"))).toEqual([[text], "small\0"]);
  expect(smallOf(extended(u32(6), "small\0", u32(400), Buffer.alloc(400)))).toEqual([[text], "small\0"]);
  expect(smallOf(extended(u32(12), "small\0hidden"))).toEqual([[text], "small\0"]);
  expect(smallOf(extended(u32(5), "small"))).toEqual([[text], "small\0"]);
  // Too much behind it to be looked at: it is told as refused, and is.
  expect(judged(extended(u32(6), "small\0", Buffer.alloc(100_000)), { isExtended })).toEqual({
    ...{ passed: "", events: [{ ...common, bytes: null, sha256: null, refused: "size" }] },
  });
  // What cannot be read to its end does not go on, whatever another reader would find in it.
  const wrongSum = provided("small");
  wrongSum.writeUInt8(wrongSum.readUInt8(wrongSum.length - 1) ^ 1, wrongSum.length - 1);
  for (const broken of [wrongSum, extended(u32(600), "small\0")])
    expect(judged(broken, { isExtended })).toEqual({ passed: "", events: [] });
  expect(judged(Buffer.from("small\0hidden"))).toEqual({
    ...{ passed: `0600000000000005${Buffer.from("small").toString("hex")}`, events: [text] },
  });
  expect(judged(Buffer.from("small"), { refused: "policy" }).passed).toBe("");
});

/** What is told of a text on its way out, and whether it goes on. */
function toldOut(content: Buffer, isExtended: boolean, options: { carriesOut?: boolean } = {}) {
  const events: ClipboardEvent[] = [];
  const deps = { clock: { now: () => 5 }, emit: (event: ClipboardEvent) => void events.push(event) };
  const { out } = createClipboardWatch(deps, 7, { maxBytes: MAX, mayLeave: () => true, pace: UNHURRIED, ...options });
  const passes = out.judge(content, isExtended);
  return { passes, events };
}

it("tells a text on its way out as well, and holds back one that is too long behind its compression", () => {
  const out = { ...common, type: "clipboard-out", refused: null };
  const text = "Привет, 🌍\nzwei";
  expect(toldOut(provided(text), true)).toEqual({
    ...{ passes: true, events: [{ ...out, bytes: Buffer.byteLength(text), sha256: sha256(text) }] },
  });
  expect(toldOut(Buffer.from("grüße", "latin1"), false)).toEqual({
    ...{ passes: true, events: [{ ...out, bytes: 7, sha256: sha256("grüße") }] },
  });
  expect(toldOut(provided("x".repeat(100_000)), true)).toEqual({
    ...{ passes: false, events: [{ ...out, bytes: null, sha256: null, refused: "size" }] },
  });
  expect(toldOut(u32(0x0800_0001), true)).toEqual({ passes: true, events: [] });
  expect(toldOut(Buffer.from("x"), false, { carriesOut: false })).toEqual({ passes: false, events: [] });
});

it("tells nothing of extended messages that bring no text", () => {
  const capabilities = Buffer.concat([u32(0x1f00_0001), u32(MAX)]);
  for (const content of [capabilities, u32(0x0200_0001), u32(0x0800_0001), u32(0x1000_0002), Buffer.alloc(2)])
    expect(told(content, { isExtended: true })).toEqual([]);
  expect(told(Buffer.concat([u32(TEXT_PROVIDED), Buffer.from("no zlib")]), { isExtended: true })).toEqual([]);
});

it("holds back what may not leave, tells its size and never its hash, and lets go on what carries no text", () => {
  const events: ClipboardEvent[] = [];
  const deps = { clock: { now: () => 5 }, emit: (event: ClipboardEvent) => void events.push(event) };
  const { out } = createClipboardWatch(deps, 7, { maxBytes: MAX, mayLeave: () => false, pace: UNHURRIED });
  expect(out.judge(Buffer.from("secret", "latin1"), false)).toBe(false);
  expect(out.judge(provided("secret"), true)).toBe(false);
  expect(out.judge(u32(0x0100_0001), true)).toBe(true);
  const held = { type: "clipboard-out", atMs: 5, clientId: 7, format: "text", sha256: null, refused: "policy" };
  expect(events).toEqual([
    { ...held, bytes: 6 },
    { ...held, bytes: null },
  ]);
});

it("lets no more texts out than can be told, and everything else of the extended clipboard", () => {
  const clock = createTestClock(5);
  const events: DesktopEvent[] = [];
  const deps = { clock, emit: (event: DesktopEvent) => void events.push(event) };
  const pace = createEventPace(deps, 3);
  const { out } = createClipboardWatch(deps, 7, { maxBytes: MAX, mayLeave: () => true, pace });
  const passed = Array.from({ length: 10 }, (_, index) => out.judge(provided(`text ${index}`), true));
  expect(passed).toEqual([true, true, true, ...Array.from({ length: 7 }, () => false)]);
  expect(out.judge(u32(0x0800_0001), true)).toBe(true);
  expect(out.judge(Buffer.from("plain"), false)).toBe(false);
  clock.advance(1_000);
  expect(out.judge(Buffer.from("plain"), false)).toBe(true);
  expect(events.map(({ type }) => type)).toEqual([
    ...["clipboard-out", "clipboard-out", "clipboard-out"],
    ...["program-events-dropped", "clipboard-out"],
  ]);
  expect(events[3]).toMatchObject({ count: 8 });
});
