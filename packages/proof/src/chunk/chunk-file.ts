import { bytesToHex } from "../encoding/bytes.ts";
import { sha256 as javascriptSha256 } from "../encoding/hash.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import { failed, type Outcome } from "../outcome.ts";
import { type ParsedChunk, parseChunk } from "./container.ts";

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
  const chunk = entry.index;
  if (bytes.length !== entry.size)
    return failed("chunk-size", { chunk, detail: `${bytes.length} bytes instead of ${entry.size}` });
  const parsed = parseChunk(bytes);
  if (!parsed.ok) return failed(parsed.failure.code, { chunk, detail: parsed.failure.detail });
  const { header } = parsed.value;
  const other =
    (header.sessionId !== entry.session_id && "session_id") ||
    (header.index !== entry.index && "index") ||
    (header.suite !== entry.suite && "suite") ||
    (header.codec !== entry.codec && "codec") ||
    (header.plainSize !== entry.plain_size && "plain_size");
  if (other) return failed("chunk-header", { chunk, detail: other });
  if (bytesToHex(await sha256(bytes)) !== entry.sha256) return failed("chunk-altered", { chunk });
  return parsed;
}
