import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../encoding/utf8.ts";
import { decodeTarHeader, encodeTarHeader, MAX_TAR_ENTRY_BYTES, paddingOf, tarEntryBytes } from "./tar.ts";

const names = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,40}(\/[a-zA-Z0-9][a-zA-Z0-9._-]{0,40})?$/);
const header = encodeTarHeader({ name: "chunks/00000000.chunk", size: 1_234 });

function changed(offset: number, text: string): Uint8Array {
  const block = header.slice();
  block.set(utf8(text), offset);
  return block;
}

/** A header whose check sum is right for what it says. */
function summed(block: Uint8Array): Uint8Array {
  const copy = block.slice();
  copy.fill(0x20, 148, 156);
  const sum = copy.reduce((total, byte) => total + byte, 0);
  copy.set(utf8(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return copy;
}

describe("a strict ustar header", () => {
  it("is read back whatever its name and size", () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: MAX_TAR_ENTRY_BYTES }), (name, size) => {
        expect(decodeTarHeader(encodeTarHeader({ name, size }))).toEqual({ name, size });
      }),
    );
  });

  it("is refused after any change of any byte", () => {
    for (let offset = 0; offset < 512; offset += 1)
      for (const mask of [1, 0x20, 0x80]) {
        const block = header.slice();
        block[offset] = (block[offset] as number) ^ mask;
        expect(decodeTarHeader(block)).toBeUndefined();
      }
  });

  it.each([
    ["another mode", summed(changed(100, "0000755"))],
    ["an owner", summed(changed(108, "0001750"))],
    ["a time", summed(changed(136, "14712345670"))],
    ["another type", summed(changed(156, "5"))],
    ["a link", summed(changed(157, "x"))],
    ["the magic of GNU tar", summed(changed(257, "ustar  \0"))],
    ["a user's name", summed(changed(265, "root"))],
    ["a prefix", summed(changed(345, "a"))],
    ["a parent folder in its name", summed(changed(0, "../"))],
    ["a hidden name", summed(changed(7, "."))],
    ["a size in another form", summed(changed(124, " 0000002322"))],
    ["bytes after its name", summed(changed(30, "x"))],
  ])("is refused with %s even though the check sum is right", (_name, block) => {
    expect(decodeTarHeader(block)).toBeUndefined();
  });

  it("is never written for names and sizes that no reader accepts", () => {
    for (const name of ["", "/a", "a/", "../a", "a b", "ä", "a".repeat(101)])
      expect(() => encodeTarHeader({ name, size: 0 })).toThrow(RangeError);
    for (const size of [-1, 1.5, MAX_TAR_ENTRY_BYTES + 1]) expect(() => encodeTarHeader({ name: "a", size })).toThrow(RangeError);
  });

  it("comes with padding to whole blocks", () => {
    expect([0, 1, 511, 512, 513].map(paddingOf)).toEqual([0, 511, 1, 0, 511]);
    expect([0, 1, 512, 513].map(tarEntryBytes)).toEqual([512, 1_024, 1_024, 1_536]);
  });
});
