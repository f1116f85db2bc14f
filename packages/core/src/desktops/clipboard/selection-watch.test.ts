import { createHash } from "node:crypto";
import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { padded } from "../x/byte-order.ts";
import { type Crossing, createSelectionWatch, type SelectionRequest } from "./selection-watch.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const ATOMS = { UTF8_STRING: 300, INCR: 301, CLIPBOARD: 302, "image/bmp": 303, TARGETS: 304 } as const;
const STRING = 31;
const ATOM = 4;
const PROGRAM = 0x400001;
const SERVICE = 0x200001;
const PROPERTY = 400;
/** A BMP of one pixel. */
const ONE_PIXEL_BYTES = 58;

const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
};
const filled = (bytes: Buffer): Buffer => Buffer.concat([bytes], padded(bytes.length));
function request(opcode: number, detail: number, body: Buffer): Buffer {
  const head = Buffer.from([opcode, detail, 0, 0]);
  head.writeUInt16LE(1 + body.length / 4, 2);
  return Buffer.concat([head, body]);
}
const intern = (name: string): Buffer => request(16, 0, Buffer.concat([words(name.length), filled(Buffer.from(name))]));
const changeProperty = (type: number, content: Buffer, format = 8, window = PROGRAM): Buffer =>
  request(18, 0, Buffer.concat([words(window, PROPERTY, type, format, (8 * content.length) / format), filled(content)]));
const getProperty = (units: number): Buffer => request(20, 0, words(SERVICE, PROPERTY, 0, 0, units));
const convert = (target: number): Buffer => request(24, 0, words(SERVICE, ATOMS.CLIPBOARD, target, PROPERTY, 0));
const notify = request(
  25,
  0,
  Buffer.concat([words(PROGRAM, 0), Buffer.from([31, 0, 0, 0]), words(7, PROGRAM, 302, 300, PROPERTY, 0, 0)]),
);
const setup = Buffer.concat([Buffer.from("6c000b0000000000", "hex"), Buffer.alloc(4)]);

function message(type: number, sequence: number, body: Buffer, rest: Buffer = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.concat([Buffer.from([type, 0, 0, 0]), body], 32);
  bytes.writeUInt16LE(sequence, 2);
  return Buffer.concat([bytes, rest]);
}
const setupReply = Buffer.concat([Buffer.from("01000b0000000300", "hex"), words(1, SERVICE & ~0x1fffff, 0x1fffff)]);
const selectionRequest = (target: number): Buffer =>
  message(30, 0, words(7, SERVICE, PROGRAM, ATOMS.CLIPBOARD, target, PROPERTY));
const internReply = (sequence: number, atom: number): Buffer => message(1, sequence, words(0, atom));
function propertyReply(sequence: number, type: number, content: Buffer, left = 0): Buffer {
  const reply = message(1, sequence, words(padded(content.length) / 4, type, left, content.length), filled(content));
  reply[1] = content.length === 0 && type === 0 ? 0 : 8;
  return reply;
}

function startWatch(mayEnter = () => true, crossings: Crossing[] = [], mayLeave = () => true) {
  const told: string[] = [];
  /** Whether the service waits for a program, each time that it was said. */
  const waits: boolean[] = [];
  const tell = (what: string) => (one: SelectionRequest) => void told.push(`${what} ${one.requestor} ${one.target}`);
  const watch = createSelectionWatch({
    mayEnter,
    mayLeave,
    onHeldBack: tell("held back"),
    onWaiting: () => void waits.push(true),
    onGiven: () => void waits.push(false),
    onCrossing: (crossing) => void crossings.push(crossing),
    onRequested: tell("requested"),
    onAnswered: tell("answered"),
  });
  let sequence = 0;
  const say = (bytes: Buffer): Buffer => {
    sequence += 1;
    return watch.fromService(bytes);
  };
  watch.fromService(setup);
  watch.fromDisplay(setupReply);
  for (const [name, atom] of Object.entries(ATOMS)) {
    say(intern(name));
    watch.fromDisplay(internReply(sequence, atom));
  }
  /** The service reads its property, and this is there. */
  const read = (type: number, content: string, left = 0): void => {
    say(getProperty(left > 0 ? 0 : 1_000));
    watch.fromDisplay(propertyReply(sequence, type, Buffer.from(content), left));
  };
  /** What the service finds when it asks how long its property is, and then for so much. */
  const find = (type: number, content: Buffer, format = 8): Buffer[] =>
    [0, 1_000].map((units) => {
      say(getProperty(units));
      const there = units === 0 ? Buffer.alloc(0) : content;
      const reply = propertyReply(sequence, type, there, units === 0 ? content.length : 0);
      if (type !== 0) reply[1] = format;
      reply.writeUInt32LE((8 * there.length) / format, 16);
      return watch.fromDisplay(reply);
    });
  return { watch, say, read, find, crossings, told, waits };
}

it("tells what the service writes to a program, and not what it writes to a window of its own", () => {
  const { watch, say, crossings, told } = startWatch();
  const text = "Grüße, 🌍";
  say(changeProperty(ATOMS.UTF8_STRING, Buffer.from("a title of its own"), 8, SERVICE));
  watch.fromDisplay(selectionRequest(ATOMS.TARGETS));
  say(changeProperty(ATOM, words(ATOMS.UTF8_STRING), 32));
  watch.fromDisplay(selectionRequest(ATOMS.UTF8_STRING));
  say(changeProperty(ATOMS.UTF8_STRING, Buffer.from(text)));
  say(notify);
  watch.fromDisplay(selectionRequest(ATOMS["image/bmp"]));
  say(changeProperty(ATOMS["image/bmp"], Buffer.from("BM")));
  watch.fromDisplay(selectionRequest(STRING));
  say(changeProperty(STRING, Buffer.from("grüße", "latin1")));
  expect(crossings).toEqual([
    { direction: "in", format: "text", bytes: Buffer.byteLength(text), sha256: sha256(text), refused: null },
    { direction: "in", format: "image/bmp", bytes: 2, sha256: sha256("BM"), refused: null },
    { direction: "in", format: "text", bytes: 7, sha256: sha256("grüße"), refused: null },
  ]);
  expect(told.slice(1, 3)).toEqual(["requested 4194305 300", "answered 4194305 300"]);
});

it("takes away the zeros that the service leaves behind a long text", () => {
  const { watch, say, crossings } = startWatch();
  watch.fromDisplay(selectionRequest(ATOMS.UTF8_STRING));
  expect(say(changeProperty(ATOMS.UTF8_STRING, Buffer.from("four\0\0")))).toEqual(
    changeProperty(ATOMS.UTF8_STRING, Buffer.from("four")),
  );
  expect(crossings).toEqual([{ direction: "in", format: "text", bytes: 4, sha256: sha256("four"), refused: null }]);
});

it("puts together what comes in pieces, in both directions", () => {
  const { watch, say, read, crossings } = startWatch();
  watch.fromDisplay(selectionRequest(ATOMS.UTF8_STRING));
  say(changeProperty(ATOMS.INCR, words(9), 32));
  for (const piece of ["one", "two", ""]) say(changeProperty(ATOMS.UTF8_STRING, Buffer.from(piece)));
  say(convert(ATOMS.UTF8_STRING));
  read(ATOMS.INCR, "");
  for (const piece of ["three", "four", ""]) read(ATOMS.UTF8_STRING, piece);
  expect(crossings).toEqual([
    { direction: "in", format: "text", bytes: 6, sha256: sha256("onetwo"), refused: null },
    { direction: "out", format: "text", bytes: 9, sha256: sha256("threefour"), refused: null },
  ]);
});

it("tells what a program got that asked and then asked a thousand times more", () => {
  const { watch, say, crossings } = startWatch();
  watch.fromDisplay(selectionRequest(ATOMS.UTF8_STRING));
  for (let window = 1; window <= 2_000; window += 1)
    watch.fromDisplay(message(30, 0, words(7, SERVICE, PROGRAM + window, ATOMS.CLIPBOARD, ATOMS.TARGETS, PROPERTY)));
  say(changeProperty(ATOMS.UTF8_STRING, Buffer.from("secret")));
  expect(crossings).toEqual([{ direction: "in", format: "text", bytes: 6, sha256: sha256("secret"), refused: null }]);
});

it("tells what a program lets the service write to the service's own window", () => {
  const { watch, say, crossings } = startWatch();
  watch.fromDisplay(message(30, 0, words(7, SERVICE, SERVICE, ATOMS.CLIPBOARD, ATOMS.UTF8_STRING, PROPERTY)));
  say(changeProperty(ATOMS.UTF8_STRING, Buffer.from("secret"), 8, SERVICE));
  expect(crossings).toMatchObject([{ bytes: 6 }]);
});

describe("a program that never takes the last piece", () => {
  const crossed = (text: string): Crossing => ({
    direction: "in",
    format: "text",
    bytes: text.length,
    sha256: sha256(text),
    refused: null,
  });
  function startPieces(window = PROGRAM) {
    const started = startWatch();
    const piece = (text: string, to = window): void =>
      void started.say(changeProperty(ATOMS.UTF8_STRING, Buffer.from(text), 8, to));
    const begin = (to = window): void => void started.say(changeProperty(ATOMS.INCR, words(9), 32, to));
    return { ...started, piece, begin };
  }

  it("is told of when nothing more comes", () => {
    const { watch, piece, begin, crossings } = startPieces();
    begin();
    piece("one");
    watch.tellUnfinished(false);
    piece("two");
    watch.tellUnfinished(false);
    expect(crossings).toEqual([]);
    watch.tellUnfinished(false);
    watch.tellUnfinished(true);
    expect(crossings).toEqual([crossed("onetwo")]);
  });

  it("is told of when it asks again, and when its connection ends", () => {
    const { watch, piece, begin, crossings } = startPieces();
    begin();
    piece("one");
    begin();
    piece("two");
    watch.tellUnfinished(true);
    expect(crossings).toEqual([crossed("one"), crossed("two")]);
  });

  it("is told of when there are too many of them to remember", () => {
    const { piece, begin, crossings } = startPieces();
    for (let window = PROGRAM; window < PROGRAM + 1_001; window += 1) {
      begin(window);
      piece(String(window), window);
    }
    expect(crossings).toEqual([crossed(String(PROGRAM))]);
  });

  it("is told of when input freezes between the pieces", () => {
    const crossings: Crossing[] = [];
    let isOpen = true;
    const { say } = startWatch(() => isOpen, crossings);
    say(changeProperty(ATOMS.INCR, words(9), 32));
    say(changeProperty(ATOMS.UTF8_STRING, Buffer.from("one")));
    isOpen = false;
    say(changeProperty(ATOMS.UTF8_STRING, Buffer.from("two")));
    expect(crossings).toEqual([crossed("one"), { ...crossed("two"), sha256: null, refused: "policy" }]);
  });
});

it("tells what the service reads of a program once, also where it first asks how long it is", () => {
  const { say, read, crossings } = startWatch();
  read(ATOMS.UTF8_STRING, "not converted");
  say(convert(ATOMS.UTF8_STRING));
  read(ATOMS.UTF8_STRING, "", 5);
  read(ATOMS.UTF8_STRING, "hello");
  read(0, "");
  expect(crossings).toEqual([{ direction: "out", format: "text", bytes: 5, sha256: sha256("hello"), refused: null }]);
});

it("lets the service find an empty text where a program gives more than a message carries, and tells it", () => {
  const { watch, say, read, crossings } = startWatch();
  const most = 16 * 1_048_576;
  const reply = (sequence: number, type: number, content: string, left: number): Buffer => {
    say(getProperty(content === "" ? 0 : 1));
    return watch.fromDisplay(propertyReply(sequence, type, Buffer.from(content), left));
  };
  const { UTF8_STRING: text, "image/bmp": picture } = ATOMS;
  say(convert(text));
  expect(reply(7, text, "", most + 1)).toEqual(propertyReply(7, text, Buffer.alloc(0), 1));
  expect(reply(8, text, "long", most - 3)).toEqual(propertyReply(8, text, Buffer.from([0]), 0));
  say(convert(picture));
  expect(reply(10, picture, "", most + 1)).toEqual(propertyReply(10, picture, Buffer.alloc(0), ONE_PIXEL_BYTES));
  expect(reply(11, picture, "long", most - 3).toString("latin1", 32, 34)).toBe("BM");
  say(convert(text));
  expect(reply(13, text, "", most)).toEqual(propertyReply(13, text, Buffer.alloc(0), most));
  read(text, "hello");
  const refused = { direction: "out", bytes: most + 1, sha256: null, refused: "size" };
  expect(crossings).toEqual([
    { ...refused, format: "text" },
    { ...refused, format: "image/bmp" },
    { direction: "out", format: "text", bytes: 5, sha256: sha256("hello"), refused: null },
  ]);
});

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

it("cuts the service off from a program whose pieces do not end, and tells it", () => {
  const { say, read, crossings } = startWatch();
  const piece = "x".repeat(16 * 1_048_576);
  say(convert(ATOMS.UTF8_STRING));
  read(ATOMS.INCR, "");
  for (let count = 0; count < 8; count++) read(ATOMS.UTF8_STRING, piece);
  expect(crossings).toEqual([]);
  expect(() => read(ATOMS.UTF8_STRING, "!")).toThrow("more than it can hold");
  expect(crossings).toEqual([{ direction: "out", format: "text", bytes: 8 * piece.length + 1, sha256: null, refused: "size" }]);
});

it("holds back what comes in while input is frozen, and tells it", () => {
  const { watch, say, crossings } = startWatch(() => false);
  watch.fromDisplay(selectionRequest(ATOMS.TARGETS));
  const targets = changeProperty(ATOM, words(ATOMS.UTF8_STRING), 32);
  expect(say(targets)).toEqual(targets);
  watch.fromDisplay(selectionRequest(ATOMS.UTF8_STRING));
  expect(say(changeProperty(ATOMS.UTF8_STRING, Buffer.from("secret")))[0]).toBe(127);
  expect(say(changeProperty(ATOMS.INCR, words(9), 32))[0]).toBe(127);
  expect(crossings).toMatchObject([
    { direction: "in", format: "text", bytes: 6, sha256: null, refused: "policy" },
    { bytes: 0, sha256: null, refused: "policy" },
  ]);
});

it("hands on the same bytes however the streams are cut, and cuts off what is not X", () => {
  const said = Buffer.concat([setup, intern("UTF8_STRING"), convert(300), getProperty(10), notify]);
  const heard = Buffer.concat([setupReply, internReply(1, 300), selectionRequest(300), propertyReply(3, 300, Buffer.from("x"))]);
  assert(
    property(array(integer({ min: 0, max: 200 }), { maxLength: 20 }), (cuts) => {
      const watch = createSelectionWatch({
        mayEnter: () => true,
        mayLeave: () => true,
        onHeldBack: () => undefined,
        onWaiting: () => undefined,
        onGiven: () => undefined,
        onCrossing: () => undefined,
        onRequested: () => undefined,
        onAnswered: () => undefined,
      });
      for (const [stream, through] of [[said, watch.fromService] as const, [heard, watch.fromDisplay] as const]) {
        const edges = [0, ...cuts.filter((cut) => cut < stream.length).toSorted((one, other) => one - other), stream.length];
        const passed = edges.slice(1).map((end, index) => through(stream.subarray(edges[index], end)));
        expect(Buffer.concat(passed).equals(stream)).toBe(true);
      }
    }),
  );
  expect(() => startWatch().say(Buffer.from("1200000001000000", "hex"))).toThrow("without a length");
  expect(() => startWatch().watch.fromService(Buffer.from("12000000ffffff7f", "hex"))).toThrow("a message of");
});

it("lets the service ask a program for nothing that may not leave, and has it told that there is nothing", () => {
  let isOpen = false;
  const { say, crossings, told } = startWatch(undefined, [], () => isOpen);
  const [targets, text] = [say(convert(ATOMS.TARGETS)), say(convert(ATOMS.UTF8_STRING))];
  for (const held of [targets, text]) expect(held[0]).toBe(127);
  expect(told).toEqual([`held back ${SERVICE} ${ATOMS.TARGETS}`, `held back ${SERVICE} ${ATOMS.UTF8_STRING}`]);
  expect(crossings).toEqual([{ direction: "out", format: "text", bytes: 0, sha256: null, refused: "policy" }]);
  isOpen = true;
  expect(say(convert(ATOMS.UTF8_STRING))[0]).toBe(24);
});
