import type { ChunkRange } from "../formats/bundle.ts";
import type { PartPlace } from "./archive-reader.ts";
import { chunkPartName, countOf, indexesOf } from "./layout.ts";

/** Where the containers of a bundle's chunks are, by index and ascending. Eight bytes a chunk: there may be a million. */
export interface ChunkPlaces extends Iterable<readonly [number, PartPlace]> {
  readonly size: number;
  /** The place of a chunk, or undefined when the bundle does not hold it. */
  get(index: number): PartPlace | undefined;
}

export function createChunkPlaces(
  ranges: readonly ChunkRange[],
  entries: readonly { readonly size: number }[],
): ChunkPlaces & { set(index: number, offset: number): void } {
  const offsets = new Float64Array(entries.length).fill(Number.NaN);
  function get(index: number): PartPlace | undefined {
    const offset = offsets[index];
    const size = entries[index]?.size;
    if (offset === undefined || Number.isNaN(offset) || size === undefined) return undefined;
    return { name: chunkPartName(index), size, offset };
  }
  return {
    size: countOf(ranges),
    get,
    set: (index, offset) => {
      offsets[index] = offset;
    },
    *[Symbol.iterator]() {
      for (const index of indexesOf(ranges)) {
        const place = get(index);
        if (place !== undefined) yield [index, place];
      }
    },
  };
}
