import { describe, expect, it } from "vitest";
import type { ByteSource } from "../byte-source.ts";
import { readMovie } from "./read-movie.ts";
import { MAX_FORMATS, MAX_SAMPLES, type MovieShape, movieBox, movieBytes } from "./video-layout.ts";

const format = { width: 640, height: 360, timescale: 0, configuration: Uint8Array.of(1) };
const shapeOf = (samples: number, formats = 1): MovieShape => ({
  formats: Array.from({ length: formats }, () => format),
  timescale: 16_000,
  duration: 1n,
  rows: { stts: 1, stss: 1, stsz: samples, stsc: 1, co64: 1 },
});

/** A movie box of this shape whose tables are holes: nobody has their bytes, and whoever reads them fails. */
function sparse(shape: MovieShape) {
  const known: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let at = 0;
  for (const piece of movieBox(shape)) {
    const last = known.at(-1);
    if (!(piece instanceof Uint8Array)) at += piece.size;
    else if (last !== undefined && last.at + last.bytes.length === at) {
      known[known.length - 1] = { at: last.at, bytes: Buffer.concat([last.bytes, piece]) };
      at += piece.length;
    } else {
      known.push({ at, bytes: piece });
      at += piece.length;
    }
  }
  const size = movieBytes(shape);
  let readBytes = 0;
  const source: ByteSource = {
    size,
    read: async (offset, length) => {
      const found = known.find(({ at, bytes }) => at <= offset && offset + length <= at + bytes.length);
      if (found === undefined) throw new Error(`${length} bytes at ${offset} are in a table`);
      readBytes += length;
      return found.bytes.subarray(offset - found.at, offset - found.at + length);
    },
  };
  return { read: () => readMovie(source, { offset: 0, size }), readBytes: () => readBytes };
}

describe("a movie box", () => {
  it("may name so many samples, and is refused for one more before any row of its tables is read", async () => {
    const most = sparse(shapeOf(MAX_SAMPLES));
    expect(await most.read()).toMatchObject({ ok: true, value: { shape: { rows: { stsz: MAX_SAMPLES } } } });
    const more = sparse(shapeOf(MAX_SAMPLES + 1));
    expect(await more.read()).toMatchObject({ ok: false, failure: { code: "too-large" } });
    expect(Math.max(most.readBytes(), more.readBytes())).toBeLessThan(10_000);
  });

  it("may name so many formats, and is refused for one more", async () => {
    expect(await sparse(shapeOf(1, MAX_FORMATS)).read()).toMatchObject({ ok: true });
    expect(await sparse(shapeOf(1, MAX_FORMATS + 1)).read()).toMatchObject({ ok: false, failure: { code: "video-form" } });
  });
});
