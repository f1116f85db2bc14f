import { buildTestSession } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import { checkEntry } from "./entries.ts";

const { manifest } = buildTestSession("entries", { chunks: 3, chunkBytes: 30, pausedBefore: [2] }).manifest;
const [first, second, third] = manifest.chunks as [ChunkEntry, ChunkEntry, ChunkEntry];
const LIMIT = 33_554_432;

const codeOf = (entry: ChunkEntry, previous: ChunkEntry | undefined) => {
  const outcome = checkEntry(entry, previous, manifest);
  return outcome.ok ? "ok" : outcome.failure.code;
};

describe("an entry", () => {
  it("may begin when the one before ends, or when the session begins, and be empty of time", () => {
    expect(codeOf({ ...first, started_at_ms: manifest.started_at_ms }, undefined)).toBe("ok");
    expect(codeOf({ ...second, started_at_ms: first.ended_at_ms, ended_at_ms: first.ended_at_ms }, first)).toBe("ok");
  });

  it("may follow a gap of no length, and one that ends before it starts", () => {
    const at = second.ended_at_ms;
    const gap = { kind: "recorder_lost", reason: "", from_ms: at, to_ms: at } as const;
    expect(codeOf({ ...third, gap_before: gap }, second)).toBe("ok");
    expect(codeOf({ ...third, gap_before: { ...gap, to_ms: third.started_at_ms } }, second)).toBe("ok");
  });

  it("may skip takes that left no chunk, and begin with a gap", () => {
    expect(codeOf({ ...third, take: 5 }, second)).toBe("ok");
    const gap = { kind: "recorder_lost", reason: "", from_ms: manifest.started_at_ms, to_ms: first.started_at_ms } as const;
    expect(codeOf({ ...first, take: 2, gap_before: gap }, undefined)).toBe("ok");
    expect(codeOf({ ...first, gap_before: { ...gap, from_ms: gap.from_ms - 1 } }, undefined)).toBe("gap-mismatch");
  });

  it("may be as small and as large as a container", () => {
    expect(codeOf({ ...first, size: 120, plain_size: 0 }, undefined)).toBe("ok");
    expect(codeOf({ ...first, size: LIMIT + 120, plain_size: LIMIT }, undefined)).toBe("ok");
    expect(codeOf({ ...first, codec: "gzip", size: 200, plain_size: LIMIT + 1 }, undefined)).toBe("chunk-entry-invalid");
    expect(codeOf({ ...first, codec: "gzip", size: LIMIT + 121, plain_size: 9 }, undefined)).toBe("chunk-entry-invalid");
  });
});
