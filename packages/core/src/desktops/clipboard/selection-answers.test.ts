import { describe, expect, it } from "vitest";
import {
  ATOMS,
  changeProperty,
  convert,
  message,
  ONE_PIXEL_BYTES,
  PROPERTY,
  SERVICE,
  STRING,
  sha256,
  startWatch,
  words,
} from "./testing/clipboard-service.ts";

describe("a program that has nothing for the service", () => {
  const answer = (property: number, target: number = ATOMS.UTF8_STRING): Buffer =>
    message(0x80 | 31, 0, words(7, SERVICE, ATOMS.CLIPBOARD, target, property));
  const lengthOf = (reply: Buffer | undefined): number | undefined => reply?.readUInt32LE(12);
  const contentOf = (reply: Buffer | undefined): Buffer | undefined => reply?.subarray(32, 32 + reply.readUInt32LE(16));

  it.each([
    ["refuses it, or is gone", 0, 0],
    ["names a place where nothing is", PROPERTY, 0],
    ["names another place, where it has put something", PROPERTY + 1, 0],
    ["has an empty text", PROPERTY, ATOMS.UTF8_STRING],
  ])("and %s: the service finds a text of its closing zero, of which it tells its client", (_how, property, type) => {
    const { watch, say, find, crossings, waits } = startWatch();
    say(convert(ATOMS.UTF8_STRING));
    expect(watch.fromDisplay(answer(property))).toEqual(answer(PROPERTY));
    const [length, content] = find(type, Buffer.alloc(0));
    expect([lengthOf(length), contentOf(content)]).toEqual([1, Buffer.alloc(1)]);
    expect(length?.readUInt32LE(8)).not.toBe(0);
    expect(waits).toEqual([true, false]);
    expect(watch.endWaiting()).toBeUndefined();
    say(convert(ATOMS.UTF8_STRING));
    expect(contentOf(find(ATOMS.UTF8_STRING, Buffer.from("next"))[1])).toEqual(Buffer.from("next"));
    expect(crossings).toMatchObject([{ bytes: 4 }]);
  });

  it("and refuses a picture: the service finds one of a single pixel", () => {
    const { watch, say, find, crossings } = startWatch();
    say(convert(ATOMS["image/bmp"]));
    watch.fromDisplay(answer(0, ATOMS["image/bmp"]));
    const [length, content] = find(0, Buffer.alloc(0));
    const picture = contentOf(content);
    expect([lengthOf(length), picture?.length, picture?.readUInt32LE(2)]).toEqual(Array(3).fill(ONE_PIXEL_BYTES));
    expect(crossings).toEqual([]);
  });

  it("and answers what was not asked, or not yet: the service, which would give it to its client, does not hear of it", () => {
    const { watch, say } = startWatch();
    const passes = (event: Buffer): boolean => watch.fromDisplay(event).length > 0;
    expect(passes(answer(PROPERTY))).toBe(false);
    say(convert(ATOMS.UTF8_STRING));
    expect(passes(answer(PROPERTY, STRING))).toBe(false);
    expect(passes(message(0x80 | 31, 0, words(7, SERVICE, 1, ATOMS.UTF8_STRING, PROPERTY)))).toBe(false);
    expect(passes(answer(PROPERTY))).toBe(true);
    const list = answer(PROPERTY, ATOMS.TARGETS);
    expect(watch.fromDisplay(list)).toEqual(answer(0, ATOMS.TARGETS));
  });

  it("and never answers: it is taken for one that refuses", () => {
    const { watch, say, waits } = startWatch();
    expect(watch.endWaiting()).toBeUndefined();
    say(convert(ATOMS.UTF8_STRING));
    const end = watch.endWaiting() ?? Buffer.alloc(0);
    // SendEvent to the service's window of a SelectionNotify without a property.
    expect([end[0], end.readUInt32LE(4), end[12], end.readUInt32LE(32)]).toEqual([25, SERVICE, 31, 0]);
    expect(watch.fromDisplay(answer(0))).toEqual(answer(PROPERTY));
    expect(waits).toEqual([true]);
  });

  it("and begins pieces that do not come: they are ended for it, those that came go out", () => {
    const { watch, say, read, find, crossings, waits } = startWatch();
    say(convert(ATOMS.UTF8_STRING));
    read(ATOMS.INCR, "");
    expect(watch.endWaiting()).toEqual(changeProperty(STRING, Buffer.alloc(1), 8, SERVICE));
    expect(contentOf(find(STRING, Buffer.alloc(1))[1])).toEqual(Buffer.alloc(1));
    expect(watch.endWaiting()).toEqual(changeProperty(STRING, Buffer.alloc(0), 8, SERVICE));
    read(STRING, "");
    expect([watch.endWaiting(), crossings, waits.at(-1)]).toEqual([undefined, [], false]);

    say(convert(ATOMS.UTF8_STRING));
    read(ATOMS.INCR, "");
    read(ATOMS.UTF8_STRING, "one");
    expect(waits.at(-1)).toBe(true);
    expect(watch.endWaiting()).toEqual(changeProperty(STRING, Buffer.alloc(0), 8, SERVICE));
    read(STRING, "");
    expect(crossings).toMatchObject([{ bytes: 3, sha256: sha256("one") }]);
  });

  it("and writes into the place all the same, while nothing may leave: the service does not find it", () => {
    const { watch, say, find, crossings } = startWatch(undefined, [], () => false);
    say(convert(ATOMS.UTF8_STRING));
    watch.fromDisplay(answer(0));
    expect(contentOf(find(ATOMS.UTF8_STRING, Buffer.from("secret"))[1])).toEqual(Buffer.alloc(1));
    expect(crossings).toMatchObject([{ bytes: 0, refused: "policy" }]);
  });

  it("has its list of what there is put into another place than the text that the service waits for", () => {
    const { watch, say, waits } = startWatch();
    say(convert(ATOMS.UTF8_STRING));
    const list = say(convert(ATOMS.TARGETS));
    expect([list[0], list.readUInt32LE(16)]).toEqual([24, ATOMS.TARGETS]);
    const there = message(0x80 | 31, 0, words(7, SERVICE, ATOMS.CLIPBOARD, ATOMS.TARGETS, ATOMS.TARGETS));
    expect(watch.fromDisplay(Buffer.from(there))).toEqual(there);
    expect(waits).toEqual([true]);
    expect(watch.endWaiting()?.[0]).toBe(25);
  });
});

it("tells what a program gives the service by a type that nobody knows, and gives it nothing of what stands in other units", () => {
  const { say, read, find, crossings } = startWatch();
  say(convert(ATOMS.UTF8_STRING));
  read(999, "", 6);
  read(999, "secret");
  expect(crossings).toEqual([{ direction: "out", format: "text", bytes: 6, sha256: sha256("secret"), refused: null }]);
  for (const format of [16, 32]) {
    say(convert(ATOMS.UTF8_STRING));
    const [, content] = find(ATOMS.UTF8_STRING, Buffer.from("secret!!"), format);
    expect(content?.subarray(32, 32 + content.readUInt32LE(16))).toEqual(Buffer.alloc(1));
  }
  say(convert(ATOMS.UTF8_STRING));
  read(ATOMS.INCR, "");
  read(ATOMS.UTF8_STRING, "one");
  find(ATOMS.UTF8_STRING, Buffer.from("secret!!"), 16);
  read(ATOMS.UTF8_STRING, "");
  expect(crossings.slice(1)).toMatchObject([{ bytes: 3, sha256: sha256("one") }]);
});

it("gives a service that cuts characters their halves, tells the text itself, and puts together what a piece ends in", () => {
  const { say, read, find, crossings } = startWatch(undefined, [], undefined, true);
  const text = Buffer.from("a🌍ä");
  const contentOf = (reply: Buffer | undefined): string | undefined => reply?.toString("utf8", 32, 32 + reply.readUInt32LE(16));
  say(convert(ATOMS.UTF8_STRING));
  const [length, content] = find(ATOMS.UTF8_STRING, text);
  expect([length?.readUInt32LE(12), contentOf(content)]).toEqual([text.length, "a\u{1d83c}\u{1df0d}ä"]);
  expect(content?.length).toBe(32 + 4 * (content?.readUInt32LE(4) ?? 0));
  say(convert(ATOMS.UTF8_STRING));
  read(ATOMS.INCR, "");
  const [, first] = find(ATOMS.UTF8_STRING, text.subarray(0, 3));
  const [, second] = find(ATOMS.UTF8_STRING, text.subarray(3));
  read(ATOMS.UTF8_STRING, "");
  expect([contentOf(first), contentOf(second)]).toEqual(["a", "\u{1d83c}\u{1df0d}ä"]);
  const told = { direction: "out", format: "text", bytes: text.length, sha256: sha256("a🌍ä"), refused: null };
  expect(crossings).toEqual([told, told]);
  say(convert(ATOMS["image/bmp"]));
  expect(contentOf(find(ATOMS["image/bmp"], text)[1])).toBe("a🌍ä");
});
