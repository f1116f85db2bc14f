import { randomBytes } from "@noble/hashes/utils.js";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { openPicture, sealPicture } from "./session-picture.ts";

const SESSION = "0f8fad5b-d9cb-469f-a165-70867728950e";
const OTHER = "0f8fad5b-d9cb-469f-a165-70867728950f";
const refused = expect.objectContaining({ code: "picture-sealed" });

it("gives the picture back to whoever has the data key", () => {
  const dataKey = randomBytes(32);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (picture) => {
      expect(openPicture(sealPicture(picture, dataKey, SESSION), dataKey, SESSION)).toEqual(picture);
    }),
  );
});

it("does not open as another session's, with another key, or after any byte of it changed", () => {
  const dataKey = randomBytes(32);
  const sealed = sealPicture(randomBytes(50), dataKey, SESSION);
  expect(() => openPicture(sealed, dataKey, OTHER)).toThrow(refused);
  expect(() => openPicture(sealed, randomBytes(32), SESSION)).toThrow(refused);
  for (let at = 0; at < sealed.length; at += 1)
    expect(() => openPicture(sealed.with(at, (sealed[at] as number) ^ 1), dataKey, SESSION)).toThrow(refused);
  for (let length = 0; length < sealed.length; length += 1)
    expect(() => openPicture(sealed.subarray(0, length), dataKey, SESSION)).toThrow(refused);
});

it("is sealed anew each time", () => {
  const dataKey = randomBytes(32);
  const picture = randomBytes(100);
  expect(sealPicture(picture, dataKey, SESSION)).not.toEqual(sealPicture(picture, dataKey, SESSION));
});
