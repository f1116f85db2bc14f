import type { SeededRandom } from "@lucid/foundation/testing";
import {
  type ChunkEntry,
  type ChunkEntryV1,
  type ChunkEntryV2,
  type Codec,
  canonicalBytes,
  type Gap,
  merkle,
  type Suite,
  sha256Hex,
} from "@lucid/proof";
import { sealTestChunk } from "./seal-chunk.ts";

export interface TestRecordingOptions {
  /** Default 5. */
  readonly chunks?: number;
  /** Plain bytes of each chunk, default between 400 and 1 400 by the seed. */
  readonly chunkBytes?: number;
  readonly suite?: Suite;
  /** Codec by index; `compress` must then turn plain bytes into what that codec stores. Default none. */
  readonly codec?: (index: number) => Codec;
  readonly compress?: (codec: Codec, plain: Uint8Array) => Uint8Array;
  readonly plain?: (index: number) => Uint8Array;
  /** Event lines of each chunk, as its entry counts them. Default below 50 by the seed. */
  readonly events?: (index: number) => number;
  /** Version of the entries, default 1. The second one names the genesis as the last final block, and times from a second on. */
  readonly version?: 1 | 2;
  /** Changes what an entry of the second version says beside the first one. */
  readonly editEntry?: (entry: ChunkEntryV2) => ChunkEntryV2;
  /** Chunks before which the recording was paused for 30 s. */
  readonly pausedBefore?: readonly number[];
}

export interface TestRecording {
  readonly entries: readonly ChunkEntry[];
  /** Containers by index. */
  readonly containers: readonly Uint8Array[];
  readonly tree: merkle.MerkleTree;
  readonly endedAtMs: number;
}

const CHUNK_MS = 10_000;
const PAUSE_MS = 30_000;

/** Chunks of ten seconds one after the other, really sealed, with an entry and a leaf for each. */
export function recordTestChunks(
  random: SeededRandom,
  session: { readonly sessionId: string; readonly dataKey: Uint8Array; readonly startedAtMs: number; readonly network: string },
  options: TestRecordingOptions,
): TestRecording {
  const { sessionId } = session;
  const containers: Uint8Array[] = [];
  const entries: ChunkEntry[] = [];
  const tree = merkle.createTree();
  let take = 0;
  let now = session.startedAtMs + 250;
  for (let index = 0; index < (options.chunks ?? 5); index += 1) {
    const paused = options.pausedBefore?.includes(index) ?? false;
    const gap: Gap | null = paused ? { kind: "paused", reason: "break", from_ms: now, to_ms: now + PAUSE_MS } : null;
    if (gap !== null) {
      now = gap.to_ms;
      take += 1;
    }
    const plain = options.plain?.(index) ?? random.bytes(options.chunkBytes ?? 400 + random.below(1_000));
    const codec = options.codec?.(index) ?? "none";
    const suite = options.suite ?? "xchacha20-poly1305";
    const compressed = options.compress?.(codec, plain) ?? plain;
    const container = sealTestChunk({
      sessionId,
      index,
      dataKey: session.dataKey,
      suite,
      codec,
      compressed,
      plainSize: plain.length,
      salt: random.bytes(32),
      nonce: random.bytes(24),
    });
    const first: ChunkEntryV1 = {
      session_id: sessionId,
      index,
      take,
      started_at_ms: now,
      ended_at_ms: now + CHUNK_MS,
      clock_error_ms: null,
      keyframe: true,
      events: options.events?.(index) ?? random.below(50),
      gap_before: gap,
      codec,
      suite,
      plain_size: plain.length,
      size: container.length,
      sha256: sha256Hex(container),
    };
    const entry = options.version === 2 ? (options.editEntry ?? ((same) => same))(secondVersion(first, session)) : first;
    containers.push(container);
    entries.push(entry);
    tree.append(canonicalBytes(entry));
    now += CHUNK_MS;
  }
  return { entries, containers, tree, endedAtMs: now };
}

/** The same chunk as an entry of the second version says it. */
function secondVersion(
  entry: ChunkEntryV1,
  { startedAtMs, network }: { readonly startedAtMs: number; readonly network: string },
): ChunkEntryV2 {
  const { gap_before: gap } = entry;
  const since = startedAtMs - 1_000;
  return {
    ...entry,
    version: 2,
    started_monotonic_ms: entry.started_at_ms - since,
    ended_monotonic_ms: entry.ended_at_ms - since,
    gap_before: gap && { kind: gap.kind, from_ms: gap.from_ms, to_ms: gap.to_ms, code: null, data: null, note: gap.reason },
    after: { height: 0, hash: network },
    video: null,
  };
}
