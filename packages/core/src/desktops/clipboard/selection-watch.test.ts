import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Crossing } from "./crossing.ts";
import { createSelectionWatch } from "./selection-watch.ts";
import {
  ATOM,
  ATOMS,
  changeProperty,
  convert,
  getProperty,
  intern,
  internReply,
  message,
  notify,
  ONE_PIXEL_BYTES,
  PROGRAM,
  PROPERTY,
  propertyReply,
  SERVICE,
  STRING,
  selectionRequest,
  setup,
  setupReply,
  sha256,
  startWatch,
  words,
} from "./testing/clipboard-service.ts";
import { withDigits } from "./wide-characters.ts";

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

it("gives a program the characters that a service wrote as digits, whole and in pieces, and tells them so", () => {
  const { watch, say, crossings } = startWatch(undefined, [], undefined, true);
  const said = "Grüße 🌍👩‍💻";
  const digits = Buffer.from(withDigits(Buffer.from(said, "utf16le")).toString("utf16le"), "utf8");
  watch.fromDisplay(selectionRequest(ATOMS.UTF8_STRING));
  expect(say(changeProperty(ATOMS.UTF8_STRING, Buffer.concat([digits, Buffer.alloc(2)])))).toEqual(
    changeProperty(ATOMS.UTF8_STRING, Buffer.from(said)),
  );
  say(changeProperty(ATOMS.INCR, words(9), 32));
  // The longest piece of a request with a short length: it is longer with what is left of the piece before it.
  const long = Buffer.alloc(4 * 0xffff - 24, "x");
  const pieces = [digits.subarray(0, 20), digits.subarray(20), long].map((piece) =>
    say(changeProperty(ATOMS.UTF8_STRING, piece)),
  );
  expect(Buffer.concat(pieces.map((piece) => piece.subarray(24, 24 + piece.readUInt32LE(20)))).toString("utf8")).toBe(
    said + long.toString("utf8"),
  );
  say(changeProperty(ATOMS.UTF8_STRING, digits.subarray(0, 20)));
  const longer = say(changeProperty(ATOMS.UTF8_STRING, long));
  expect([longer.readUInt16LE(2), 4 * longer.readUInt32LE(4), longer.readUInt32LE(24)]).toEqual([
    0,
    longer.length,
    12 + long.length,
  ]);
  say(changeProperty(ATOMS.UTF8_STRING, Buffer.alloc(0)));
  expect(crossings).toMatchObject([{ bytes: Buffer.byteLength(said), sha256: sha256(said) }, { format: "text" }]);
});

it("puts together what comes in pieces, in both directions", () => {
  const { watch, say, read, crossings } = startWatch();
  watch.fromDisplay(selectionRequest(ATOMS.UTF8_STRING));
  say(changeProperty(ATOMS.INCR, words(9), 32));
  for (const piece of ["one", "two\0", ""]) say(changeProperty(ATOMS.UTF8_STRING, Buffer.from(piece)));
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
    const piece = (text: string, to = window): Buffer => started.say(changeProperty(ATOMS.UTF8_STRING, Buffer.from(text), 8, to));
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

  it.each([
    ["is taken for one that takes none any more after a while", 0],
    ["of which it took some is taken for one that takes none any more after a while", 2],
  ])("%s: the service goes through the rest, and has its next clipboard", (_how, taken) => {
    const { watch, say, piece, begin, crossings, events } = startPieces();
    const goesOn = (): Buffer => say(changeProperty(ATOMS.UTF8_STRING, Buffer.from("more")));
    begin();
    for (let index = 0; index < taken; index += 1) piece("one");
    for (let look = 0; look < 4; look += 1) expect(watch.tellUnfinished(false)).toEqual([]);
    expect(watch.tellUnfinished(false)).toMatchObject([{ window: PROGRAM, property: PROPERTY }]);
    const took = Buffer.concat([Buffer.from([28, 0, 0, 0]), words(PROGRAM, PROPERTY, 0), Buffer.from([1, 0, 0, 0])], 32);
    expect(events.map((event) => Buffer.concat([event.subarray(0, 2), Buffer.alloc(2), event.subarray(4)]))).toEqual([took]);
    expect([goesOn()[0], goesOn()[0], events.length]).toEqual([127, 127, 3]);
    expect([piece("")[0], events.length, watch.tellUnfinished(false)]).toEqual([127, 3, []]);
    expect(crossings).toEqual(taken === 0 ? [] : [crossed("oneone")]);
    begin();
    expect(piece("next")[0]).toBe(18);
  });

  it("and is gone before the first one: the service goes through them at once", () => {
    const { watch, say, begin, events } = startPieces();
    begin();
    const error = Buffer.concat([Buffer.from([0, 3, 0, 0]), words(PROGRAM), Buffer.from([0, 0, 18, 0])], 32);
    for (const other of [words(3 << 8, PROGRAM + 1, 18 << 16), words(8 << 8, PROGRAM, 18 << 16)]) {
      watch.fromDisplay(Buffer.concat([other], 32));
      expect(events).toEqual([]);
    }
    expect(watch.fromDisplay(error)).toEqual(error);
    expect([say(changeProperty(ATOMS.UTF8_STRING, Buffer.from("one")))[0], events.length]).toEqual([127, 2]);
  });

  it("and may not have them while input is frozen: the service goes through them all the same", () => {
    let isOpen = true;
    const { say, crossings, events } = startWatch(() => isOpen, []);
    isOpen = false;
    say(changeProperty(ATOMS.INCR, words(9), 32));
    expect([say(changeProperty(ATOMS.UTF8_STRING, Buffer.from("one")))[0], events.length]).toEqual([127, 2]);
    say(changeProperty(ATOMS.UTF8_STRING, Buffer.alloc(0)));
    expect([events.length, crossings.length]).toEqual([2, 1]);
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
      const watch = createSelectionWatch(
        {
          mayEnter: () => true,
          mayLeave: () => true,
          onEvent: () => undefined,
          onHeldBack: () => undefined,
          onWaiting: () => undefined,
          onGiven: () => undefined,
          onCrossing: () => undefined,
          onRequested: () => undefined,
          onAnswered: () => undefined,
        },
        { cutsCharacters: true },
      );
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
