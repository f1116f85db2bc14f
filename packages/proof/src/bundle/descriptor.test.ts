import { buildTestSession } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import type { BundleDescriptor } from "../formats/bundle.ts";
import { checkDescriptor, chunksInRange } from "./descriptor.ts";

const session = buildTestSession("descriptor", { chunks: 6, chunkBytes: 20, pausedBefore: [3] });
const { manifest } = session.manifest;
const [, second, third, fourth] = manifest.chunks;

const codeOf = (changes: Partial<BundleDescriptor>) => {
  const outcome = checkDescriptor({ ...session.content().descriptor, ...changes }, manifest);
  return outcome.ok ? "ok" : [outcome.failure.code, outcome.failure.chunk];
};

describe("a time range", () => {
  it("takes in every chunk that touches it, also with a single millisecond", () => {
    expect(chunksInRange(manifest.chunks, [second!.ended_at_ms, second!.ended_at_ms])).toEqual([1, 2]);
    expect(chunksInRange(manifest.chunks, [second!.started_at_ms + 1, second!.ended_at_ms - 1])).toEqual([1]);
    expect(chunksInRange(manifest.chunks, [third!.ended_at_ms + 1, fourth!.started_at_ms - 1])).toEqual([]);
    expect(chunksInRange(manifest.chunks, [third!.ended_at_ms, fourth!.started_at_ms])).toEqual([2, 3]);
  });

  it("needs exactly those chunks to be present or redacted", () => {
    const range_ms: [number, number] = [second!.ended_at_ms, second!.ended_at_ms];
    expect(codeOf({ chunks: [[1, 2]], range_ms })).toBe("ok");
    expect(codeOf({ chunks: [[1, 1]], redacted: [[2, 2]], range_ms })).toBe("ok");
    expect(codeOf({ chunks: [[2, 2]], range_ms })).toEqual(["range-incomplete", 1]);
    expect(codeOf({ chunks: [[1, 1]], range_ms })).toEqual(["range-incomplete", 2]);
  });

  it("may be the whole session and no more", () => {
    const { started_at_ms: start, ended_at_ms: end } = manifest;
    expect(codeOf({ range_ms: [start, end] })).toBe("ok");
    expect(codeOf({ range_ms: [start, start] })).toBe("ok");
    expect(codeOf({ range_ms: [start - 1, end] })).toEqual(["descriptor-invalid", undefined]);
    expect(codeOf({ range_ms: [start, end + 1] })).toEqual(["descriptor-invalid", undefined]);
    expect(codeOf({ range_ms: [end, start] })).toEqual(["descriptor-invalid", undefined]);
  });
});

describe("the chunks of a description", () => {
  const ranges: readonly [string, BundleDescriptor["chunks"], "ok" | "bad"][] = [
    ["none", [], "ok"],
    ["the last one", [[5, 5]], "ok"],
    [
      "two ranges with one between them",
      [
        [0, 1],
        [3, 5],
      ],
      "ok",
    ],
    [
      "ranges that touch",
      [
        [0, 1],
        [2, 5],
      ],
      "bad",
    ],
    [
      "ranges that overlap",
      [
        [0, 3],
        [2, 5],
      ],
      "bad",
    ],
    [
      "ranges out of order",
      [
        [3, 5],
        [0, 1],
      ],
      "bad",
    ],
    ["a range in reverse", [[2, 1]], "bad"],
    ["one that the manifest does not have", [[0, 6]], "bad"],
    ["a range of astronomical length", [[0, Number.MAX_SAFE_INTEGER]], "bad"],
  ];

  it.each(ranges)("may or may not be: %s", (_name, list, answer) => {
    const expected = answer === "ok" ? "ok" : ["descriptor-invalid", undefined];
    expect(codeOf({ chunks: list })).toEqual(expected);
    expect(codeOf({ chunks: [], redacted: list })).toEqual(expected);
  });

  it("are never redacted as well", () => {
    expect(codeOf({ chunks: [[0, 2]], redacted: [[2, 3]] })).toEqual(["descriptor-invalid", 2]);
  });
});
