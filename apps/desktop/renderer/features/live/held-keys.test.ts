import { expect, it } from "vitest";
import { afterKey, keysymsOf, tapModifier } from "./held-keys.ts";
import { KEYSYM } from "./typed-keys.ts";

it("holds a modifier that was tapped for one key", () => {
  const held = tapModifier({}, "control");
  expect(keysymsOf(held)).toEqual([KEYSYM.control]);
  expect(afterKey(held)).toEqual({});
});

it("holds one that was tapped twice until it is tapped again", () => {
  const held = tapModifier(tapModifier({}, "alt"), "alt");
  expect(afterKey(held)).toEqual({ alt: "locked" });
  expect(tapModifier(held, "alt")).toEqual({});
});

it("holds two at once, each in its own way", () => {
  const held = tapModifier(tapModifier(tapModifier({}, "alt"), "alt"), "control");
  expect(keysymsOf(held)).toEqual([KEYSYM.control, KEYSYM.alt]);
  expect(afterKey(held)).toEqual({ alt: "locked" });
});
