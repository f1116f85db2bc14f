import type { BlockRef, SignedHeader } from "../formats/block.ts";
import type { Manifest } from "../formats/manifest.ts";
import type { ChainFacts, CheckpointFacts, NetworkFacts, TimeBounds } from "./verdict.ts";

/** Between which times a recording was made, as far as the chain shows it. */
export function boundTime(
  manifest: Manifest,
  network: NetworkFacts,
  anchor: ChainFacts,
  checkpoints: readonly CheckpointFacts[],
  headers: readonly SignedHeader[],
): Omit<TimeBounds, "doubts"> {
  const atMs = anchor.blockTime * 1_000;
  const errors = manifest.chunks.flatMap(({ clock_error_ms }) => clock_error_ms ?? []);
  const live = checkpoints.filter(({ isLive }) => isLive);
  const clock = {
    largestErrorMs: errors.length === 0 ? null : errors.reduce((most, ms) => Math.max(most, ms), 0),
    unknownChunks: manifest.chunks.length - errors.length,
  };
  const times = new Map(headers.map(({ header }) => [header.height, header.timestamp * 1_000]));
  times.set(0, network.genesisTime * 1_000);
  return {
    upper: { atMs, height: anchor.height, keys: network.decidingKeys },
    lower: lowerOf(manifest, times),
    granted: datedBy(manifest.grant.terms.after, times),
    clock,
    anchorLagMs: atMs - manifest.ended_at_ms,
    live: {
      count: live.length,
      chunks: live.at(-1)?.chunks ?? 0,
      greatestLagMs: live.length === 0 ? null : live.reduce((most, { lagMs }) => Math.max(most, lagMs), 0),
    },
  };
}

type BlockTimes = ReadonlyMap<number, number>;

function datedBy(after: BlockRef | null | undefined, times: BlockTimes): TimeBounds["granted"] {
  const atMs = after ? times.get(after.height) : undefined;
  return after && atMs !== undefined ? { atMs, height: after.height } : null;
}

/** The first chunk that names a block before it whose time the evidence shows. */
function lowerOf({ chunks }: Manifest, times: BlockTimes): TimeBounds["lower"] {
  for (const { index, after } of chunks) {
    const dated = datedBy(after, times);
    if (dated !== null) return { chunk: index, ...dated };
  }
  return null;
}
