import { array, assert, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { createRequestFilter, type RequestFilter } from "./request-filter.ts";
import { type XMessages, xMessages } from "./testing/x-messages.ts";

const OPCODES = new Map([
  ["BIG-REQUESTS", 134],
  ["SYNC", 135],
  ["XTEST", 133],
  ["XInputExtension", 132],
  ["RENDER", 140],
]);
const MAX_UNITS = 4_194_303;
const NO_OPERATION = 127;
const BAD_REQUEST = 126;

function watched() {
  const refused: string[] = [];
  const inputs: unknown[] = [];
  const lists: number[] = [];
  const filter = createRequestFilter(
    { opcodes: OPCODES, maxRequestUnits: MAX_UNITS },
    {
      onRefused: (name) => refused.push(name),
      onListExtensions: (sequence) => lists.push(sequence),
      onProgramInput: (input) => inputs.push(input),
    },
  );
  return { filter, refused, inputs, lists };
}
const pushAll = (filter: RequestFilter, ...parts: Buffer[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(filter.push(Buffer.from(part)))));
const passed = (...parts: Buffer[]): Buffer => pushAll(watched().filter, ...parts);
const enableBig = ({ request }: XMessages): Buffer => request(134, 0);

describe.each(["l", "B"] as const)("the filter of an X client (byte order %s)", (order) => {
  const x = xMessages(order);
  const { big, queryExtension, request } = x;
  const setup = x.setup(new Uint8Array(16).fill(2));
  const putImage = request(72, 2, Buffer.alloc(400, 36));

  it("lets drawing through unchanged, whatever its data look like", () => {
    const stream = Buffer.concat([
      ...[setup, putImage, enableBig(x), big(72, 2, Buffer.alloc(4_000, 113))],
      ...[request(135, 3, Buffer.alloc(12)), queryExtension("RENDER")],
    ]);
    expect(passed(stream).equals(stream)).toBe(true);
  });

  it.each([
    ["grabbing the server", request(36, 0)],
    ["ending another client", request(113, 0, Buffer.alloc(4, 5))],
    ["keeping its place after its end", request(112, 1)],
    ["raising its own priority", request(135, 12, Buffer.alloc(8))],
    ["detaching the keyboard", request(132, 43, Buffer.alloc(12))],
    ["changing a device's properties", request(132, 57, Buffer.alloc(20))],
    ["an event of any length inside SendEvent", request(25, 0, Buffer.alloc(40, 35))],
    ["a reply inside SendEvent", request(25, 0, Buffer.concat([Buffer.alloc(8), Buffer.from([0x81]), Buffer.alloc(31)]))],
    ["an event of a single device by XTEST", x.fakeInput(133, 70, 38)],
  ])("turns %s into nothing", (_what, dangerous) => {
    const expected = Buffer.from(dangerous);
    expected[0] = NO_OPERATION;
    expect(passed(setup, putImage, dangerous, putImage)).toEqual(Buffer.concat([setup, putImage, expected, putImage]));
  });

  it.each([
    ["opening the display to everybody", request(111, 0)],
    ["letting a host in", request(109, 0, Buffer.alloc(8))],
    ["exchanging a person's buttons", request(116, 3, Buffer.alloc(4))],
    ["an extension that is not in the table", request(147, 5, Buffer.alloc(40))],
    ["a request of a known extension that is not in the table", request(133, 77)],
    ["a core request that does not exist", request(121, 0)],
    ["XTEST with more than one event", request(133, 2, Buffer.alloc(64, 2))],
    ["enabling long requests in a form that nobody uses", request(134, 0, Buffer.alloc(4))],
  ])("has the display answer %s with an error", (_what, refused) => {
    const expected = Buffer.from(refused);
    expected[0] = BAD_REQUEST;
    expect(passed(setup, refused, putImage)).toEqual(Buffer.concat([setup, expected, putImage]));
  });

  it("lets the display judge a question for an extension without a name", () => {
    const stream = Buffer.concat([setup, request(98, 0), putImage]);
    expect(passed(stream)).toEqual(stream);
  });

  it("tells what it refused", () => {
    const { filter, refused } = watched();
    pushAll(filter, setup, request(36, 0), request(147, 1), request(132, 43, Buffer.alloc(4)), putImage);
    expect(refused).toEqual(["GrabServer", "147.1", "XInputExtension.XIChangeHierarchy"]);
  });

  it("hides extensions that are not in the table from those who ask for one, and says where all are asked for", () => {
    const { filter, lists } = watched();
    const asked = ["RECORD", "MIT-SHM", "toString", "SYNC"].map(queryExtension);
    const text = pushAll(filter, setup, ...asked, request(99, 0), putImage, request(99, 0)).toString("latin1");
    for (const hidden of ["RECORD", "MIT-SHM", "toString"]) expect(text).not.toContain(hidden);
    expect(text).toContain("??????");
    expect(text).toContain("SYNC");
    expect(lists).toEqual([5, 7]);
  });

  it("tells what programs do by XTEST", () => {
    const { filter, inputs } = watched();
    pushAll(filter, setup, x.fakeInput(133, 2, 38), x.fakeInput(133, 5, 1), x.fakeInput(133, 6, 0, 30, 0xffff));
    expect(inputs).toEqual([
      { kind: "key", pressed: true, keycode: 38 },
      { kind: "button", pressed: false, button: 1 },
      { kind: "motion", x: 30, y: -1, relative: false },
    ]);
  });

  it("tells what programs press in each other by events of their own making, whether they own up to it or not", () => {
    const { filter, inputs } = watched();
    const send = (type: number, detail: number): Buffer => {
      const event = Buffer.concat([Buffer.from([type, detail]), Buffer.alloc(18), x.u16(30), x.u16(0xffff), Buffer.alloc(8)]);
      return request(25, 0, Buffer.concat([Buffer.alloc(8), event]));
    };
    pushAll(filter, setup, send(2, 38), send(0x83, 38), send(4, 1), send(5, 1), send(6, 0), send(33, 0), send(28, 0));
    expect(inputs).toEqual([
      { kind: "key", pressed: true, keycode: 38 },
      { kind: "key", pressed: false, keycode: 38 },
      { kind: "button", pressed: true, button: 1 },
      { kind: "button", pressed: false, button: 1 },
      { kind: "motion", x: 30, y: -1, relative: false },
    ]);
  });

  it.each([
    ["a length of 0 before long requests are enabled", [big(72, 2, Buffer.alloc(8))]],
    ["a long length below its own head", [enableBig(x), big(72, 2, Buffer.alloc(8), 1)]],
    ["a long length of 0", [enableBig(x), big(72, 2, Buffer.alloc(8), 0)]],
    ["a length above the display's maximum", [enableBig(x), big(72, 2, Buffer.alloc(8), MAX_UNITS + 1)]],
    ["a length that is 8 bytes when it is counted in 32 bits", [enableBig(x), big(72, 2, Buffer.alloc(8), 0x4000_0002)]],
    ["long requests that were asked for in a form that enables none", [request(134, 0, Buffer.alloc(4)), big(72, 2)]],
  ])("cuts off %s", (_what, parts) => {
    const { filter } = watched();
    pushAll(filter, setup, putImage);
    expect(() => pushAll(filter, ...parts)).toThrow(/an X request/);
  });

  it("gives the same bytes and counts the same requests however the stream is cut", () => {
    const kinds = record({
      major: constantFrom(1, 25, 36, 43, 72, 98, 99, 113, 121, 132, 133, 134, 135, 140, 147, 200),
      minor: integer({ min: 0, max: 80 }),
      body: integer({ min: 0, max: 40 }),
      isBig: constantFrom(true, false),
    });
    assert(
      property(array(kinds, { maxLength: 30 }), array(integer({ min: 0, max: 4_000 }), { maxLength: 30 }), (requests, cuts) => {
        const messages = requests.map(({ major, minor, body, isBig }) =>
          (isBig ? big : request)(major, minor, Buffer.alloc(4 * body, 35)),
        );
        const stream = Buffer.concat([setup, enableBig(x), ...messages]);
        const whole = watched();
        const expected = pushAll(whole.filter, stream);
        const edges = [0, ...cuts.map((cut) => Math.min(cut, stream.length)).toSorted((a, b) => a - b), stream.length];
        const pieces = edges.slice(1).map((end, index) => stream.subarray(edges[index], end));
        const cut = watched();
        expect(pushAll(cut.filter, ...pieces).equals(expected)).toBe(true);
        expect([cut.filter.sequence, cut.refused]).toEqual([whole.filter.sequence, whole.refused]);
        expect(whole.filter.sequence).toBe(1 + requests.length);
        expect(expected.length).toBe(stream.length);
      }),
    );
  });
});

it("refuses what is not an X client at its first byte", () => {
  expect(() => passed(Buffer.from("G"))).toThrow("not an X client");
});
