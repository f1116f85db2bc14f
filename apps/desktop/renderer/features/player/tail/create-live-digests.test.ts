import { sha256Hex } from "@lucid/proof";
import { expect, it } from "vitest";
import { createLiveDigests } from "./create-live-digests.ts";
import type { TailChunk } from "./tail-chunks.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const chunk = (parts: readonly string[], isClosed = false): TailChunk => ({
  ...{ index: 4, take: 0, keyframe: true, startMs: 0, endMs: 1, gapBefore: null, codec: undefined, decodeTime: undefined },
  ...{ init: bytes("init "), parts: parts.map(bytes), size: parts.join("").length, events: [], isClosed },
});
const expected = sha256Hex(bytes("init one two three"));

it("is of a chunk's initialization and all of its parts, once it is closed", () => {
  const digests = createLiveDigests();
  const whole = chunk(["one ", "two ", "three"]);
  digests.hear([{ ...whole, parts: [] }]);
  digests.hear([{ ...whole, parts: whole.parts.slice(0, 1) }]);
  digests.hear([whole]);
  expect(digests.of(4)).toBeUndefined();
  digests.hear([{ ...whole, isClosed: true }]);
  digests.hear([{ ...whole, isClosed: true }]);
  expect([digests.of(4), digests.of(5)]).toEqual([expected, undefined]);
});

it("begins anew where a break dropped what was there, and knows nothing of a chunk that came in no part", () => {
  const digests = createLiveDigests();
  digests.hear([chunk(["other ", "things "])]);
  digests.hear([chunk(["one ", "two ", "three"], true)]);
  expect(digests.of(4)).toBe(expected);
  digests.hear([{ ...chunk([], true), index: 5 }]);
  expect(digests.of(5)).toBeUndefined();
});
