import * as fc from "fast-check";
import { expect, it } from "vitest";
import { box, fragmentBytes, initSegment, u32 } from "../testing/mp4-fixtures.ts";
import { createFragmentReader, type VideoPart } from "./create-fragment-reader.ts";

const invalid = { code: "LUCID_PIPELINE_ERR_4523" };

const shapes = fc.array(
  fc.record({
    decodeTime: fc.nat(2 ** 40),
    samples: fc.integer({ min: 1, max: 40 }),
    sampleDuration: fc.integer({ min: 1, max: 100_000 }),
    keyframe: fc.boolean(),
    payload: fc.uint8Array({ maxLength: 300 }),
  }),
  { maxLength: 8 },
);
const fillers = fc.constantFrom(
  Buffer.alloc(0),
  box("free", [1, 2, 3]),
  box("styp", Buffer.from("msdh")),
  box("sidx", Buffer.alloc(40)),
);

function readAll(stream: Buffer, cuts: readonly number[]): VideoPart[] {
  const reader = createFragmentReader();
  const parts: VideoPart[] = [];
  const edges = [0, ...cuts.map((cut) => cut % (stream.length + 1)).toSorted((a, b) => a - b), stream.length];
  for (const [index, edge] of edges.slice(1).entries())
    reader.push(stream.subarray(edges[index], edge), (part) => parts.push(part));
  return parts;
}

it("reads codec, size and timescale from the initialization segment", () => {
  const [part] = readAll(initSegment(), []);
  expect(part).toMatchObject({
    kind: "init",
    init: { codec: "avc1.64001f", width: 1280, height: 720, timescale: 10_240, trackId: 1, defaultDuration: 1_024 },
  });
});

it("finds every fragment whole, in order and however the stream is cut", () => {
  fc.assert(
    fc.property(shapes, fillers, fc.array(fc.nat(), { maxLength: 20 }), (fragments, filler, cuts) => {
      const bytes = fragments.map((shape) => fragmentBytes(shape));
      const stream = Buffer.concat([
        initSegment(),
        ...bytes.flatMap((fragment) => [filler, fragment]),
        box("mfra", Buffer.alloc(30)),
      ]);
      const [first, ...rest] = readAll(stream, cuts);
      expect(first).toMatchObject({ kind: "init", init: { bytes: initSegment() } });
      expect(rest).toEqual(
        fragments.map(({ decodeTime, samples, sampleDuration, keyframe }, index) => ({
          kind: "fragment",
          fragment: {
            ...{ bytes: bytes[index], decodeTime, samples, duration: samples * sampleDuration, keyframe },
            ...{ tail: sampleDuration, tailAt: samples === 1 ? expect.any(Number) : null },
          },
        })),
      );
    }),
  );
});

it("says where the length of a last sample stands, so that it can be changed", () => {
  const [, part] = readAll(Buffer.concat([initSegment(), fragmentBytes({ decodeTime: 0, samples: 1, sampleDuration: 77 })]), []);
  if (part?.kind !== "fragment" || part.fragment.tailAt === null) throw new Error("There is no such place");
  const { bytes, tailAt } = part.fragment;
  expect(bytes.readUInt32BE(tailAt)).toBe(77);
  bytes.writeUInt32BE(12, tailAt);
  expect(readAll(Buffer.concat([initSegment(), bytes]), [])[1]).toMatchObject({ fragment: { duration: 12, tail: 12 } });
});

it("reads a stream byte by byte", () => {
  const stream = Buffer.concat([initSegment(), fragmentBytes({ decodeTime: 0, samples: 5, keyframe: true })]);
  expect(
    readAll(
      stream,
      Array.from({ length: stream.length }, (_, index) => index),
    ),
  ).toHaveLength(2);
});

it("hands over what came before the damage", () => {
  const parts: VideoPart[] = [];
  const stream = Buffer.concat([initSegment(), fragmentBytes({ decodeTime: 0, samples: 5 }), Buffer.from("not a box")]);
  expect(() => createFragmentReader().push(stream, (part) => parts.push(part))).toThrow("fragmented MP4");
  expect(parts).toHaveLength(2);
});

it("refuses damaged streams with a coded error and nothing else", () => {
  const stream = Buffer.concat([
    initSegment(),
    fragmentBytes({ decodeTime: 7, samples: 3 }),
    fragmentBytes({ decodeTime: 9, samples: 3 }),
  ]);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(stream.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
      (edits) => {
        const damaged = Buffer.from(stream);
        for (const [at, value] of edits) damaged[at] = value;
        try {
          readAll(damaged, []);
        } catch (error) {
          expect(error).toMatchObject(invalid);
        }
      },
    ),
    { numRuns: 500 },
  );
});

it.each([
  ["a box that claims 40 MB before any of it came", u32(40_000_000, 0x6d646174), "too large"],
  ["a box without an end", u32(0, 0x6d646174), "no end"],
  ["a box smaller than its header", u32(7, 0x6d646174), "smaller than its header"],
  ["a 64-bit size beyond all numbers", u32(1, 0x6d646174, 0xffffffff, 0xffffffff), "impossible size"],
  ["a fragment before the initialization", fragmentBytes({ decodeTime: 0, samples: 1 }), "out of place"],
  ["two initializations", Buffer.concat([initSegment(), initSegment()]), "out of place"],
  [
    "a fragment without samples",
    Buffer.concat([initSegment(), fragmentBytes({ decodeTime: 0, samples: 0 })]),
    "number of samples",
  ],
  ["a timescale of zero", initSegment(0), "timescale is zero"],
])("refuses %s", (_name, bytes, reason) => {
  expect(() => readAll(bytes, [])).toThrow(
    expect.objectContaining({ ...invalid, details: { detail: expect.stringContaining(reason) } }),
  );
});
