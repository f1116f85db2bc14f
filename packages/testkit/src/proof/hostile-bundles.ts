import { createHash } from "node:crypto";
import {
  type ChunkEntry,
  canonicalBytes,
  encodeChunkHeader,
  encodeTarHeader,
  merkle,
  paddingOf,
  utf8,
  writeBundle,
} from "@lucid/proof";
import { takeApart } from "./bundle-parts.ts";
import { buildTestSession, bundleBytes } from "./test-session.ts";

const PIECE_BYTES = 1_048_576;

/** Bytes of known length that are made while they are written. */
export interface LongText {
  readonly size: number;
  pieces(): Iterable<Uint8Array>;
}

/** The text `open`, then `item` again and again, then `close`: as many items as fit into `most` bytes. */
export function repeated(open: string, item: string, close: string, most: number): LongText {
  const [head, body, tail] = [open, item, close].map(utf8) as [Uint8Array, Uint8Array, Uint8Array];
  const items = Math.floor((most - head.length - tail.length) / body.length);
  const together = Math.max(1, Math.floor(PIECE_BYTES / body.length));
  return {
    size: head.length + items * body.length + tail.length,
    *pieces() {
      yield head;
      for (let left = items; left > 0; left -= together) yield utf8(item.repeat(Math.min(together, left)));
      yield tail;
    },
  };
}

/** A bundle that is right up to the part `name`, which has these bytes instead, and which ends there. */
export async function* bundleWithPart(name: string, { size, pieces }: LongText): AsyncGenerator<Uint8Array> {
  const session = buildTestSession("hostile", { chunks: 2, checkpoints: [1] });
  for (const part of takeApart(await bundleBytes(session.content()))) {
    const isIt = part.name === name;
    yield encodeTarHeader({ name: part.name, size: isIt ? size : part.bytes.length });
    if (isIt) yield* pieces();
    else yield part.bytes;
    yield new Uint8Array(paddingOf(isIt ? size : part.bytes.length));
    if (isIt) break;
  }
  yield new Uint8Array(1_024);
}

const SHORTEST_CHUNK = 120;

/** A container without content. Nobody can open it; its entry says so, and it is what was signed. */
function shortestChunk(sessionId: string, index: number): Uint8Array {
  const header = encodeChunkHeader({
    suite: "aes-256-gcm",
    codec: "none",
    sessionId,
    index,
    plainSize: 0,
    compressedSize: 0,
    salt: new Uint8Array(32),
    nonce: new Uint8Array(24),
  });
  const bytes = new Uint8Array(SHORTEST_CHUNK);
  bytes.set(header);
  return bytes;
}

export interface LongBundle {
  readonly chunks: number;
  /** Whether the chunks are in the bundle, or only in its manifest. */
  readonly isWhole: boolean;
  /** Reason of a gap before every chunk. */
  readonly reason?: string;
}

/** A bundle that is right in every respect, of a session of as many chunks as a manifest can list: shortest ones. */
export function longBundle({ chunks, isWhole, reason }: LongBundle): AsyncGenerator<Uint8Array> {
  const session = buildTestSession("long", {
    chunks: 1,
    checkpoints: [],
    edit: (manifest) => {
      const tree = merkle.createTree();
      const entries = Array.from({ length: chunks }, (_, index): ChunkEntry => {
        const at = manifest.started_at_ms + index * 5;
        const entry: ChunkEntry = {
          session_id: manifest.session_id,
          index,
          take: reason === undefined ? 0 : index,
          started_at_ms: at,
          ended_at_ms: at + 4,
          clock_error_ms: null,
          keyframe: true,
          events: 0,
          gap_before: reason === undefined ? null : { kind: "paused", reason, from_ms: at, to_ms: at },
          codec: "none",
          suite: "aes-256-gcm",
          plain_size: 0,
          size: SHORTEST_CHUNK,
          sha256: createHash("sha256").update(shortestChunk(manifest.session_id, index)).digest("hex"),
        };
        tree.append(canonicalBytes(entry));
        return entry;
      });
      const endedAtMs = manifest.started_at_ms + chunks * 5;
      return {
        ...manifest,
        chunks: entries,
        ended_at_ms: endedAtMs,
        created_at_ms: endedAtMs + 500,
        merkle: { algorithm: "rfc9162-sha256", root: tree.root(), leaf_count: tree.size },
        total_size: chunks * SHORTEST_CHUNK,
        total_plain_size: 0,
      };
    },
  });
  return writeBundle(
    session.content({
      describe: { chunks: isWhole ? [[0, chunks - 1]] : [] },
      checkpoints: undefined,
      chunk: async (index) => shortestChunk(session.sessionId, index),
    }),
    { createSha256: () => createHash("sha256") },
  );
}
