import { buildTestSession, bundleBytes, type TestSessionOptions } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import type { ChunkEntryV2 } from "../formats/chunk-entry.ts";
import { blocksIn, isBefore } from "./check-after.ts";
import { verifyBundle } from "./verify-bundle.ts";

const verdictOf = async (options: TestSessionOptions) =>
  verifyBundle(
    bytesSource(
      await bundleBytes(
        buildTestSession("after", { chunks: 4, chunkBytes: 60, version: 2, anchorVersion: 2, ...options }).content(),
      ),
    ),
  );

describe("a recording of version 2", () => {
  it("tells the block that it is not older than, and whether the bundle shows it", async () => {
    const { network } = buildTestSession("after", { chunks: 4, chunkBytes: 60 });
    const genesis = { height: 0, hash: network.hash };
    expect(await verdictOf({})).toMatchObject({
      verified: true,
      facts: { manifestVersion: 2, after: { ...genesis, shown: true } },
    });
    const unknown = await verdictOf({ editEntry: (entry) => ({ ...entry, after: null }) });
    expect(unknown).toMatchObject({ verified: true, facts: { after: null } });
    expect(await verdictOf({ version: 1 })).toMatchObject({ verified: true, facts: { manifestVersion: 1, after: null } });
  });

  it("shows by how much the node's clock was set in a gap", async () => {
    const slower = (entry: ChunkEntryV2): ChunkEntryV2 =>
      entry.index < 2
        ? entry
        : {
            ...entry,
            started_monotonic_ms: entry.started_monotonic_ms - 25_000,
            ended_monotonic_ms: entry.ended_monotonic_ms - 25_000,
          };
    const set = await verdictOf({ pausedBefore: [2], editEntry: slower });
    expect(set).toMatchObject({ verified: true, facts: { clockSteps: [{ beforeChunk: 2, stepMs: 25_000 }] } });
    expect(await verdictOf({ pausedBefore: [2] })).toMatchObject({ verified: true, facts: { clockSteps: [] } });
  });
});

describe("a block that is named as earlier", () => {
  const { anchor, checkpoints, chain } = buildTestSession("after", { chunks: 4, chunkBytes: 60 });
  const shown = blocksIn([anchor, ...checkpoints]);
  const hash = "1".repeat(64);

  it("lies below the block that holds the entry, and is the one of its height where that is seen", () => {
    const [first] = chain.blocks;
    expect([...shown.keys()].toSorted((one, other) => one - other)).toEqual([0, 1, 2]);
    expect(shown.get(1)).toBe(anchor.headers[0]?.header.previous_hash);
    expect(isBefore(null, { height: 2 }, shown)).toBe(true);
    expect(isBefore({ height: 1, hash: shown.get(1) ?? "" }, { height: 2 }, shown)).toBe(true);
    expect(isBefore({ height: 1, hash }, { height: 2 }, shown)).toBe(false);
    expect(isBefore({ height: first?.header.height ?? 0, hash: shown.get(1) ?? "" }, { height: 1 }, shown)).toBe(false);
    expect(isBefore({ height: 7, hash }, { height: 9 }, shown)).toBe(true);
  });
});
