import { array, assert, integer, property } from "fast-check";
import { expect, it } from "vitest";
import { asHalves, cutsCharacters, unfinishedBytes } from "./halves.ts";

/** What a service makes of a text that leaves the lower 16 bits of each character: UTF-16. */
const cut = (text: Buffer): string =>
  Array.from(text.toString("utf8"), (character) => String.fromCharCode((character.codePointAt(0) ?? 0) & 0xffff)).join("");

it("makes a text of which a service that cuts characters makes the text again", () => {
  assert(
    property(array(integer({ min: 0, max: 0x10_ffff })), (points) => {
      const text = String.fromCodePoint(...points).toWellFormed();
      return cut(asHalves(Buffer.from(text, "utf8"))) === text;
    }),
  );
  expect(cut(Buffer.from("🌍"))).not.toBe("🌍");
  expect(cut(asHalves(Buffer.from("Grüße 🌍👩‍💻 日本")))).toBe("Grüße 🌍👩‍💻 日本");
});

it("leaves alone what is no UTF-8", () => {
  const bytes = Buffer.from("f09f8c8dff", "hex");
  expect(asHalves(bytes)).toBe(bytes);
});

it.each([
  ["", 0],
  ["61", 0],
  ["61c3a4", 0],
  ["61c3", 1],
  ["e697a5", 0],
  ["e697", 2],
  ["61f0", 1],
  ["61f09f8c", 3],
  ["f09f8c8d", 0],
  ["808080", 0],
])("of the piece %s, %i bytes are of a character that is not whole", (hex, bytes) => {
  expect(unfinishedBytes(Buffer.from(hex, "hex"))).toBe(bytes);
});

it("knows by its version which xrdp cuts characters", () => {
  expect(["xrdp 0.9.21.1", "xrdp 0.9.9", "xrdp 0.10.1", "xrdp 1.0.0", ""].map(cutsCharacters)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
