import { bytesToHex } from "../encoding/bytes.ts";
import { sha256 as javascriptSha256 } from "../encoding/hash.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import { failed, type Outcome } from "../outcome.ts";
import { type ChunkHeader, type ParsedChunk, parseChunk, parseChunkHead } from "./container.ts";

/** SHA-256 of whole parts, where the platform has a faster one. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/**
 * Whether a container file is the one its entry commits to. The size and the description are compared
 * before anything is hashed. Failures name the entry's chunk.
 */
export async function verifyChunkFile(
  bytes: Uint8Array,
  entry: ChunkEntry,
  sha256: Sha256 = javascriptSha256,
): Promise<Outcome<ParsedChunk>> {
  const described = checkChunkHead(bytes, bytes.length, entry);
  if (!described.ok) return described;
  const hashed = checkChunkHash(await sha256(bytes), entry);
  return hashed === undefined ? parseChunk(bytes) : hashed;
}

/** The same of a container that is not in memory: its first bytes, and how long it is. */
export function checkChunkHead(head: Uint8Array, fileBytes: number, entry: ChunkEntry): Outcome<ChunkHeader> {
  const chunk = entry.index;
  if (fileBytes !== entry.size) return failed("chunk-size", { chunk, detail: `${fileBytes} bytes instead of ${entry.size}` });
  const parsed = parseChunkHead(head, fileBytes);
  if (!parsed.ok) return failed(parsed.failure.code, { chunk, detail: parsed.failure.detail });
  const header = parsed.value;
  const other =
    (header.sessionId !== entry.session_id && "session_id") ||
    (header.index !== entry.index && "index") ||
    (header.suite !== entry.suite && "suite") ||
    (header.codec !== entry.codec && "codec") ||
    (header.plainSize !== entry.plain_size && "plain_size");
  return other ? failed("chunk-header", { chunk, detail: other }) : parsed;
}

/** What is wrong with a container of this SHA-256, if anything. */
export const checkChunkHash = (sha256: Uint8Array, entry: ChunkEntry): Outcome<never> | undefined =>
  bytesToHex(sha256) === entry.sha256 ? undefined : failed("chunk-altered", { chunk: entry.index });
