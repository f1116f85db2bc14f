import { expect, it } from "vitest";
import { filmOf } from "./film.ts";

it("goes on for ever in fragments of half a second, with a keyframe every five seconds", () => {
  const { init, fragment } = filmOf("red");
  const fragments = Array.from({ length: 41 }, (_, place) => fragment(place));
  expect(fragments.map(({ decodeTime }) => decodeTime / init.timescale)).toEqual(fragments.map((_, place) => place / 2));
  expect(fragments.flatMap(({ keyframe }, place) => (keyframe ? [place] : []))).toEqual([0, 10, 20, 30, 40]);
  for (const { duration, samples } of fragments) expect([duration / init.timescale, samples]).toEqual([0.5, 5]);
});

it("gives every fragment bytes of its own, which say its time", () => {
  const { fragment } = filmOf("blue");
  const bytes = fragment(27).bytes;
  expect(bytes.readBigUInt64BE(bytes.indexOf("tfdt") + 8)).toBe(BigInt(fragment(27).decodeTime));
  bytes.fill(0);
  expect(fragment(27).bytes.indexOf("tfdt")).toBeGreaterThan(0);
});
