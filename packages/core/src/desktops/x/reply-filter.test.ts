import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { byteOrder } from "./byte-order.ts";
import { createReplyFilter } from "./reply-filter.ts";
import { xMessages } from "./testing/x-messages.ts";

describe.each(["l", "B"] as const)("what the display says to a client (byte order %s)", (order) => {
  const { u16, u32 } = xMessages(order);
  const fill = (bytes: Buffer, length: number): Buffer => Buffer.concat([bytes], length);
  const setup = Buffer.concat([Buffer.from([1, 0]), u16(11), u16(0), u16(3), Buffer.alloc(12, 1)]);
  const message = (type: number, detail: number, sequence: number, body: Buffer = Buffer.alloc(0)): Buffer =>
    Buffer.concat([fill(Buffer.concat([Buffer.from([type, detail]), u16(sequence), u32(body.length / 4)]), 32), body]);
  const list = (sequence: number, names: readonly string[]): Buffer => {
    const body = Buffer.concat(names.map((name) => Buffer.concat([Buffer.from([name.length]), Buffer.from(name)])));
    return message(1, names.length, sequence, fill(body, Math.ceil(body.length / 4) * 4));
  };
  const filter = () => createReplyFilter(() => byteOrder(order.charCodeAt(0)));
  const others = [
    message(0, 3, 6),
    message(1, 0, 6, Buffer.alloc(40, 1)),
    message(35, 128, 7, Buffer.alloc(16, 1)),
    message(12, 0, 7),
  ];

  it("passes unchanged, but for the names of extensions that are hidden", () => {
    const replies = filter();
    replies.expectExtensions(0x1_0007);
    const said = [setup, ...others, list(7, ["SHAPE", "VNC-EXTENSION", "SYNC", "RECORD"]), ...others];
    expect(replies.push(Buffer.concat(said))).toEqual(Buffer.concat([setup, ...others, list(7, ["SHAPE", "SYNC"]), ...others]));
    expect(replies.messages).toBe(said.length);
  });

  it("is the same however it is cut", () => {
    const stream = Buffer.concat([setup, ...others, list(7, ["SHAPE", "VNC-EXTENSION"]), ...others, list(8, ["RECORD"])]);
    const read = (pieces: readonly Buffer[]): Buffer => {
      const replies = filter();
      replies.expectExtensions(7);
      replies.expectExtensions(8);
      return Buffer.concat(pieces.map((piece) => Buffer.from(replies.push(piece))));
    };
    const whole = read([stream]);
    assert(
      property(array(integer({ min: 0, max: stream.length }), { maxLength: 30 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        expect(read(edges.slice(1).map((end, index) => stream.subarray(edges[index], end))).equals(whole)).toBe(true);
      }),
    );
  });

  it.each([
    ["more names than there is room for", [4, 0x41, 0x42, 0x43], 2],
    ["a name that is longer than what is left", [200, 0x41, 0x42, 0x43], 1],
  ])("cuts a display off whose list of extensions has %s", (_what, body, count) => {
    const replies = filter();
    replies.expectExtensions(7);
    replies.push(setup);
    expect(() => replies.push(message(1, count, 7, Buffer.from(body)))).toThrow("goes beyond its answer");
  });

  it("passes a refusal to its last byte", () => {
    const refusal = Buffer.concat([Buffer.from([0, 4]), u16(11), u16(0), u16(1), Buffer.from("none and more")]);
    const replies = filter();
    expect([replies.push(refusal), replies.push(Buffer.from("x"))]).toEqual([refusal, Buffer.from("x")]);
  });
});
