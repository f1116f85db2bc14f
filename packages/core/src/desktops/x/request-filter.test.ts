import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";

import { createRequestFilter } from "./request-filter.ts";

const OPCODES = new Map([
  ["RECORD", 146],
  ["MIT-SHM", 130],
  ["SYNC", 134],
]);

/** Builds X messages in one byte order. */
function builder(order: "l" | "B") {
  const u16 = (value: number): Buffer => Buffer.from(order === "l" ? [value & 255, value >> 8] : [value >> 8, value & 255]);
  const request = (opcode: number, minor: number, body: Buffer = Buffer.alloc(0)): Buffer =>
    Buffer.concat([Buffer.from([opcode, minor]), u16(1 + body.length / 4), body]);
  const big = (opcode: number, body: Buffer): Buffer => {
    const units = 2 + body.length / 4;
    return Buffer.concat([
      Buffer.from([opcode, 0, 0, 0]),
      ...(order === "l" ? [u16(units), u16(0)] : [u16(0), u16(units)]),
      body,
    ]);
  };
  const setup = Buffer.concat([
    Buffer.from(order),
    Buffer.alloc(1),
    u16(11),
    u16(0),
    u16(18),
    u16(16),
    u16(0),
    Buffer.alloc(20, 1),
    Buffer.alloc(16, 2),
  ]);
  const query = (name: string): Buffer =>
    request(98, 0, Buffer.concat([u16(name.length), u16(0), Buffer.from(name), Buffer.alloc((4 - (name.length % 4)) % 4)]));
  return { request, big, setup, query };
}

const pushAll = (...parts: Buffer[]): Buffer => {
  const filter = createRequestFilter(OPCODES);
  return Buffer.concat(parts.map((part) => Buffer.from(filter.push(Buffer.from(part)))));
};

describe.each(["l", "B"] as const)("the filter of an X client (byte order %s)", (order) => {
  const { big, query, request, setup } = builder(order);
  const putImage = request(72, 2, Buffer.alloc(400, 36));

  it("lets drawing through unchanged, whatever its data look like", () => {
    const stream = Buffer.concat([
      setup,
      putImage,
      big(72, Buffer.alloc(4000, 113)),
      request(134, 3, Buffer.alloc(12)),
      query("RENDER"),
    ]);
    expect(pushAll(stream).equals(stream)).toBe(true);
  });

  it.each([
    ["grabbing the server", request(36, 0)],
    ["ending another client", request(113, 0, Buffer.alloc(4, 5))],
    ["a request of RECORD", request(146, 6, Buffer.alloc(4))],
    ["a big request of MIT-SHM", big(130, Buffer.alloc(8))],
    ["raising its own priority", request(134, 12, Buffer.alloc(8))],
  ])("turns %s into nothing", (_what, dangerous) => {
    const expected = Buffer.from(dangerous);
    expected[0] = 127;
    expect(
      pushAll(Buffer.concat([setup, putImage, dangerous, putImage])).equals(Buffer.concat([setup, putImage, expected, putImage])),
    ).toBe(true);
  });

  it("hides extensions from those who ask for them", () => {
    const asked = pushAll(Buffer.concat([setup, query("RECORD"), query("MIT-SHM"), query("SYNC")])).toString("latin1");
    expect(asked).not.toContain("RECORD");
    expect(asked).not.toContain("MIT-SHM");
    expect(asked).toContain("??????");
    expect(asked).toContain("SYNC");
  });

  it("gives the same bytes however the stream is cut", () => {
    const stream = Buffer.concat([
      setup,
      request(36, 0),
      query("RECORD"),
      big(130, Buffer.alloc(8)),
      putImage,
      request(113, 0, Buffer.alloc(4)),
      query("GLX"),
    ]);
    const whole = pushAll(stream);
    assert(
      property(array(integer({ min: 0, max: stream.length }), { maxLength: 30 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const parts = edges.slice(1).map((end, index) => stream.subarray(edges[index], end));
        expect(pushAll(...parts).equals(whole)).toBe(true);
      }),
    );
  });
});

it("refuses what is not an X client, and requests without a length", () => {
  expect(() => pushAll(Buffer.from("GET / HTTP/1.1\r\n"))).toThrow("not an X client");
  const { setup } = builder("l");
  expect(() => pushAll(Buffer.concat([setup, Buffer.alloc(8)]))).toThrow("without a length");
});
