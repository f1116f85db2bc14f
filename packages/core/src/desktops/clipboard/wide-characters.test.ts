import { array, assert, constantFrom, integer, oneof, property, string } from "fast-check";
import { expect, it } from "vitest";
import { unfinishedDigits, withDigits, withoutDigits } from "./wide-characters.ts";

/** What the service makes of units: characters of 16 bits each; it gives a text up that has half a pair in it. */
function service(units: Buffer): Buffer {
  const characters: string[] = [];
  for (let at = 0; at < units.length; at += 2) {
    const unit = units.readUInt16LE(at);
    if (unit >= 0xd800 && unit < 0xe000) throw new Error("half a pair");
    characters.push(String.fromCharCode(unit));
  }
  return Buffer.from(characters.join(""), "utf8");
}

const through = (text: string): string => withoutDigits(service(withDigits(Buffer.from(text, "utf16le")))).toString("utf8");

it.each(["", "Grüße, Привет 日本", "🌍👩‍💻", "a😥b", "\u{10ffff}\u{10000}", "\ufdd0\ufdef🌍\ufdd1", "ﷲ﷐𝄞｡"])(
  "carries %j through a service that knows no more than 16 bits",
  (text) => {
    expect(through(text)).toBe(text);
  },
);

it("leaves what needs nothing as it is", () => {
  const units = Buffer.from("Grüße ✓", "utf16le");
  expect(withDigits(units)).toBe(units);
  const text = Buffer.from("Grüße ﷲ ✓", "utf8");
  expect(withoutDigits(text)).toBe(text);
  // Fewer digits than a character has: a program's own.
  expect(withoutDigits(Buffer.from("a\ufdd0\ufdd1b"))).toEqual(Buffer.from("a\ufdd0\ufdd1b"));
});

it("gives half a pair without its other half as the replacement character", () => {
  expect(through("a\ud83d")).toBe("a\ufffd");
  expect(through("\ude25b\ud83d\ud83d\ude25")).toBe("\ufffdb\ufffd😥");
});

const text = string({
  unit: oneof(constantFrom("🌍", "\ufdd0", "\ufdd7", "ﷲ", "ü", "\u{1f469}"), string({ unit: "binary", maxLength: 1 })),
});

it("carries every text, whole or in pieces of any length", () => {
  assert(
    property(text, array(integer({ min: 1, max: 40 }), { minLength: 1 }), (given, lengths) => {
      const whole = service(withDigits(Buffer.from(given, "utf16le")));
      expect(withoutDigits(whole).toString("utf8")).toBe(given);
      const pieces: Buffer[] = [];
      let held: Buffer = Buffer.alloc(0);
      for (let at = 0, turn = 0; at < whole.length; turn += 1) {
        const length = lengths[turn % lengths.length] ?? 1;
        const piece = Buffer.concat([held, whole.subarray(at, at + length)]);
        const left = unfinishedDigits(piece);
        held = piece.subarray(piece.length - left);
        pieces.push(withoutDigits(piece.subarray(0, piece.length - left)));
        at += length;
      }
      expect(held).toHaveLength(0);
      expect(Buffer.concat(pieces).toString("utf8")).toBe(given);
    }),
  );
});
