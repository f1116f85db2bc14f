import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readRecords } from "./read-records.ts";

const record = (type: number, bytes: Uint8Array) => {
  const head = new Uint8Array(5);
  new DataView(head.buffer).setUint8(0, type);
  new DataView(head.buffer).setUint32(1, bytes.length);
  return concatBytes(head, bytes);
};

it("gives back the records that were written, in order", () => {
  const some = fc.array(fc.tuple(fc.constantFrom(1, 2, 3), fc.uint8Array({ maxLength: 300 })), { maxLength: 20 });
  fc.assert(
    fc.property(some, (written) => {
      const plain = concatBytes(...written.map(([type, bytes]) => record(type, bytes)));
      expect(readRecords(plain).map(({ type, bytes }) => [type, bytes])).toEqual(written);
    }),
  );
});

it("refuses a chunk that is cut anywhere but between records", () => {
  const first = record(1, utf8ToBytes("moov"));
  const plain = concatBytes(first, record(3, utf8ToBytes("{}\n")));
  for (let length = 1; length < plain.length; length += 1) {
    if (length === first.length) continue;
    expect(() => readRecords(plain.subarray(0, length))).toThrow(expect.objectContaining({ code: "chunk-content" }));
  }
});

it("passes over records of types that this version does not know", () => {
  const known = record(3, utf8ToBytes("{}\n"));
  const plain = concatBytes(record(4, new Uint8Array(7)), known, record(0, new Uint8Array(0)));
  expect(readRecords(plain)).toEqual([{ type: 3, bytes: utf8ToBytes("{}\n") }]);
});

it("refuses a chunk of more records than anybody writes", () => {
  const empty = record(3, new Uint8Array(0));
  const foreign = record(200, new Uint8Array(0));
  const most = concatBytes(...Array.from({ length: 65_536 }, () => empty));
  expect(readRecords(most)).toHaveLength(65_536);
  for (const more of [empty, foreign]) expect(() => readRecords(concatBytes(most, more))).toThrow(/more than 65536 records/);
});
