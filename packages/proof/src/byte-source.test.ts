import { expect, it } from "vitest";
import { blobSource } from "./byte-source.ts";

const bytes = Uint8Array.from({ length: 700_000 }, (_, at) => at % 251);

/** A blob that counts how often it is read. */
function counted() {
  const slices: [number, number][] = [];
  const slice = (start: number, end: number) => {
    slices.push([start, end]);
    return { arrayBuffer: async () => bytes.slice(start, end).buffer };
  };
  return { slices, source: blobSource({ size: bytes.length, slice }) };
}

it("reads a blob from anywhere, short and long", async () => {
  const { source } = counted();
  const places = [
    [0, 512],
    [512, 100],
    [262_143, 2],
    [5, 400_000],
    [699_999, 1],
    [0, 1],
    [650_000, 50_000],
    [700_000, 0],
  ] as const;
  for (const [offset, length] of places)
    expect(await source.read(offset, length)).toEqual(bytes.subarray(offset, offset + length));
});

it("asks the blob once for short pieces that lie together, also at the same time", async () => {
  const { source, slices } = counted();
  const read = await Promise.all([0, 1_000, 200_000].map((offset) => source.read(offset, 512)));
  expect(read).toEqual([0, 1_000, 200_000].map((offset) => bytes.subarray(offset, offset + 512)));
  expect(slices).toEqual([[0, 262_144]]);
  await source.read(262_000, 512);
  expect(slices).toHaveLength(2);
});
