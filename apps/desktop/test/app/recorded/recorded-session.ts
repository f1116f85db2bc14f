import { zstdCompressSync } from "node:zlib";
import { type Chunk, type Session, SessionId } from "@lucid/contract";
import { type BundleContent, type ChunkEntry, chunksInRange, manifestHash, rangesOf, writeBundle } from "@lucid/proof";
import { buildTestSession, type TestSession } from "@lucid/testkit";
import { makeSession } from "../../fake/fake-sessions.ts";
import { type Clip, type ClipEvent, makeClip, plainChunk } from "./make-clip.ts";

/** A session with a real picture: two takes with a pause of 30 s between them, 10 s a chunk. */
export interface RecordedSession {
  readonly proven: TestSession;
  readonly chunks: readonly Chunk[];
  /** The session as the contract shows it when all of it is final. */
  readonly final: Session;
  /** The same while it runs, when `count` chunks are stored. */
  live(count: number): Session;
  bundle(query: URLSearchParams): Promise<Uint8Array>;
}

export interface RecordedOptions {
  readonly name?: string;
  /** Chunks in each take. */
  readonly takes?: readonly [number, number];
  /** Chunks without any event. */
  readonly idle?: readonly number[];
}

const CHUNK_MS = 10_000;
const iso = (ms: number): string => new Date(ms).toISOString();

let clips: Promise<readonly [Clip, Clip]> | undefined;
/** Red before the pause, blue behind it. */
const makeClips = () => (clips ??= Promise.all([makeClip(120, "0xB03030"), makeClip(120, "0x3040B0")]));

function eventsOf(startMs: number, index: number): ClipEvent[] {
  const keys = Array.from({ length: 12 + ((index * 7) % 23) }, (_, at) => ({ t: startMs + 400 + at * 260, type: "key" }));
  if (index % 3 !== 0) return keys;
  return [{ t: startMs + 50, type: "client_connected", via: "viewer", client: "1", address: "127.0.0.1" }, ...keys];
}

export async function recordSession(seed: string, options: RecordedOptions = {}): Promise<RecordedSession> {
  const [first, second] = options.takes ?? [3, 3];
  const [red, blue] = await makeClips();
  const count = first + second;
  // Long ago enough that everything is over, and on the second, so that times are easy to read.
  const genesisTime = Math.floor(Date.now() / 1_000) - count * 10 - 4_000;
  const idle = new Set(options.idle ?? []);
  const startOf = (index: number): number => genesisTime * 1_000 + 60_250 + index * CHUNK_MS + (index >= first ? 30_000 : 0);
  const events = (index: number): ClipEvent[] => (idle.has(index) ? [] : eventsOf(startOf(index), index));
  const plain = (index: number): Uint8Array =>
    index < first ? plainChunk(red, index, events(index)) : plainChunk(blue, index - first, events(index));
  const proven = buildTestSession(seed, {
    chunks: count,
    pausedBefore: [first],
    network: { name: "solo", genesisTime },
    codec: () => "zstd",
    compress: (_codec, bytes) => zstdCompressSync(bytes),
    plain,
    events: (index) => events(index).length,
    checkpoints: [Math.ceil(count / 2)],
  });
  const { manifest } = proven.manifest;
  const chunks = manifest.chunks.map(chunkOf);
  return { proven, chunks, final: finalSession(proven, options.name ?? "Quarterly patch window"), live, bundle };

  function live(stored: number): Session {
    const last = chunks[stored - 1] as Chunk;
    const provenCount = Math.max(0, stored - 1);
    return makeSession({
      ...finalSession(proven, options.name ?? "Vendor access, billing db"),
      state: "recording",
      status: "active",
      recording_status: "recording",
      completed_at: null,
      end: null,
      merkle_root: null,
      manifest_hash: null,
      anchored: false,
      anchored_at: null,
      anchor: { status: "none", transaction_id: null, block_height: null, confirmations: 0, final_at: null },
      chunk_count: stored,
      anchored_chunk_count: provenCount,
      size_bytes: chunks.slice(0, stored).reduce((sum, chunk) => sum + chunk.size_bytes, 0),
      proven_until: provenCount === 0 ? null : iso(Date.now() - 9_000),
      duration: (Date.parse(last.ended_at) - manifest.started_at_ms) / 1_000,
      gaps: stored > first ? proven.manifest.manifest.chunks.flatMap(gapsOf) : [],
    });
  }

  async function bundle(query: URLSearchParams): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of writeBundle(wanted(proven, query))) pieces.push(piece);
    return Buffer.concat(pieces);
  }
}

const gapOf = (gap: NonNullable<ChunkEntry["gap_before"]>) => ({
  kind: gap.kind,
  reason: gap.reason,
  from: iso(gap.from_ms),
  to: iso(gap.to_ms),
});
const gapsOf = (entry: ChunkEntry) => (entry.gap_before ? [gapOf(entry.gap_before)] : []);

const chunkOf = (entry: ChunkEntry): Chunk => ({
  chunk_id: String(entry.index),
  session_id: SessionId.parse(entry.session_id),
  index: entry.index,
  take: entry.take,
  started_at: iso(entry.started_at_ms),
  ended_at: iso(entry.ended_at_ms),
  keyframe: entry.keyframe,
  events: entry.events,
  gap_before: entry.gap_before && gapOf(entry.gap_before),
  size_bytes: entry.size,
  plain_size_bytes: entry.plain_size,
  compression: entry.codec,
  encryption: entry.suite,
  compression_ratio: entry.plain_size / entry.size,
  encrypted: true,
  hash: entry.sha256,
  status: "anchored",
  created_at: iso(entry.ended_at_ms + 200),
});

function finalSession(proven: TestSession, name: string): Session {
  const { manifest } = proven.manifest;
  const header = proven.anchor.headers[0]?.header;
  const time = iso((header?.timestamp ?? 0) * 1_000);
  return makeSession({
    session_id: SessionId.parse(manifest.session_id),
    name,
    state: "completed",
    status: "completed",
    recording_status: "stopped",
    pipeline_status: "completed",
    started_at: iso(manifest.started_at_ms),
    completed_at: iso(manifest.ended_at_ms),
    duration: (manifest.ended_at_ms - manifest.started_at_ms) / 1_000,
    size_bytes: manifest.total_size,
    plain_size_bytes: manifest.total_plain_size,
    compression_ratio: manifest.total_plain_size / manifest.total_size,
    chunk_count: manifest.chunks.length,
    anchored_chunk_count: manifest.chunks.length,
    proven_until: iso(manifest.ended_at_ms),
    width: 640,
    height: 360,
    merkle_root: manifest.merkle.root,
    manifest_hash: manifestHash(manifest),
    end: "stopped",
    gaps: manifest.chunks.flatMap(gapsOf),
    anchored: true,
    anchored_at: time,
    anchor: {
      status: "final",
      transaction_id: "ab".repeat(32),
      block_height: header?.height ?? 1,
      confirmations: 4,
      final_at: time,
    },
    retention_until: iso(manifest.ended_at_ms + 30 * 86_400_000),
  });
}

/** What the node's bundle route makes of its query. */
function wanted(proven: TestSession, query: URLSearchParams): BundleContent {
  const { chunks, started_at_ms: started, ended_at_ms: ended } = proven.manifest.manifest;
  const isRange = query.has("from_ms") || query.has("to_ms");
  const range = [Number(query.get("from_ms") ?? started), Number(query.get("to_ms") ?? ended)] as const;
  const redacted = (query.get("redact") ?? "").split(",").flatMap((part) => {
    const [first, last = first] = part.split("-").map(Number);
    return part === "" ? [] : Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, at) => (first ?? 0) + at);
  });
  const indexes = isRange ? chunksInRange(chunks, range) : chunks.map((entry) => entry.index);
  const included = query.get("chunks") === "none" ? [] : indexes.filter((index) => !redacted.includes(index));
  return proven.content({
    describe: { chunks: rangesOf(included), redacted: rangesOf(redacted), range_ms: isRange ? [range[0], range[1]] : null },
  });
}
