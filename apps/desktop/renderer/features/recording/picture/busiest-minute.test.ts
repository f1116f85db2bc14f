import type { Chunk } from "@lucid/contract";
import { expect, it } from "vitest";
import { busiestChunk } from "./busiest-minute.ts";

const chunk = (index: number, change: Partial<Chunk> = {}): Chunk =>
  ({
    index,
    started_at: new Date(1_790_000_000_000 + index * 10_000).toISOString(),
    events: 2,
    plain_size_bytes: 1_000,
    keyframe: true,
    ...change,
  }) as Chunk;
const recorded = (changes: Readonly<Record<number, Partial<Chunk>>>, count = 40): Chunk[] =>
  Array.from({ length: count }, (_, index) => chunk(index, changes[index]));

it("is in the minute with the most events, not where one chunk alone has the most", () => {
  const typed = Object.fromEntries([20, 21, 22, 23, 24].map((index) => [index, { events: 50 + index }]));
  expect(busiestChunk(recorded({ 5: { events: 100 }, ...typed }))?.index).toBe(24);
});

it("is where most was drawn when nobody did anything", () => {
  expect(busiestChunk(recorded({ 12: { plain_size_bytes: 90_000 } }))?.index).toBe(12);
});

it("can be shown without the one before", () => {
  expect(busiestChunk(recorded({ 9: { events: 99, keyframe: false }, 8: { events: 50 } }))?.index).toBe(8);
  expect(busiestChunk([chunk(0, { keyframe: false })])).toBeUndefined();
  expect(busiestChunk([])).toBeUndefined();
});

it("is found in a minute that a pause cuts", () => {
  const late = new Date(1_790_000_500_000).toISOString();
  expect(busiestChunk([chunk(0, { events: 10 }), chunk(1, { events: 30, started_at: late })])?.index).toBe(1);
});
