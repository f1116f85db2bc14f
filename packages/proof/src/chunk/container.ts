import { bytesToUuid, concatBytes, equalBytes, uuidToBytes } from "../encoding/bytes.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { Codec, Suite } from "../formats/chunk-entry.ts";
import { failed, type Outcome, passed } from "../outcome.ts";

/** Bytes before the ciphertext, and the associated data of its encryption. */
export const CHUNK_HEADER_BYTES = 104;
/** Authentication tag after the ciphertext. */
export const CHUNK_TAG_BYTES = 16;
/** What a container adds to its compressed content. */
export const CHUNK_OVERHEAD_BYTES = CHUNK_HEADER_BYTES + CHUNK_TAG_BYTES;
/**
 * Most plain or compressed bytes in one chunk: the target of 10 MiB and room for one overlong fragment.
 * Readers refuse more before they allocate.
 */
export const MAX_CHUNK_CONTENT_BYTES = 33_554_432;
/** Highest chunk index: an index is six decimal digits. */
export const MAX_CHUNK_INDEX = 999_999;

const MAGIC = utf8("LUCIDCHK");
const VERSION = 1;
const suites: readonly Suite[] = ["xchacha20-poly1305", "aes-256-gcm"];
const codecs: readonly Codec[] = ["none", "zstd", "gzip"];
/** AES-256-GCM uses the first 12 bytes of the nonce field; the rest are zero. */
const GCM_NONCE_BYTES = 12;

/** The container's header without its constant fields. */
export interface ChunkHeader {
  readonly suite: Suite;
  readonly codec: Codec;
  readonly sessionId: string;
  readonly index: number;
  /** Bytes before compression. */
  readonly plainSize: number;
  /** Bytes after compression, which is also the size of the ciphertext. */
  readonly compressedSize: number;
  /** 32 bytes. */
  readonly salt: Uint8Array;
  /** 24 bytes; for aes-256-gcm the last 12 are zero. */
  readonly nonce: Uint8Array;
}

export interface ParsedChunk {
  readonly header: ChunkHeader;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/** The 104 bytes of a header. Throws RangeError for sizes and lengths no container may have. */
export function encodeChunkHeader(header: ChunkHeader): Uint8Array {
  const problem = limitsOf(header);
  if (problem !== undefined) throw new RangeError(`encodeChunkHeader: ${problem}`);
  const bytes = new Uint8Array(CHUNK_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC, 0);
  bytes[8] = VERSION;
  bytes[9] = suites.indexOf(header.suite) + 1;
  bytes[10] = codecs.indexOf(header.codec);
  bytes.set(uuidToBytes(header.sessionId), 12);
  view.setUint32(28, header.index);
  view.setBigUint64(32, BigInt(header.plainSize));
  view.setBigUint64(40, BigInt(header.compressedSize));
  bytes.set(header.salt, 48);
  bytes.set(header.nonce, 80);
  return bytes;
}

/** Reads the first 104 bytes of a container and checks everything that can be checked without its content. */
export function parseChunkHeader(bytes: Uint8Array): Outcome<ChunkHeader> {
  if (bytes.length < CHUNK_HEADER_BYTES) return failed("chunk-format", { detail: "shorter than its header" });
  if (!equalBytes(bytes.subarray(0, 8), MAGIC)) return failed("chunk-format", { detail: "magic" });
  if (bytes[8] !== VERSION) return failed("chunk-format", { detail: `version ${bytes[8]}` });
  const suite = suites[(bytes[9] as number) - 1];
  const codec = codecs[bytes[10] as number];
  if (suite === undefined) return failed("chunk-format", { detail: `suite ${bytes[9]}` });
  if (codec === undefined) return failed("chunk-format", { detail: `codec ${bytes[10]}` });
  if (bytes[11] !== 0) return failed("chunk-format", { detail: "byte 11 is not zero" });
  const view = new DataView(bytes.buffer, bytes.byteOffset, CHUNK_HEADER_BYTES);
  const header: ChunkHeader = {
    suite,
    codec,
    sessionId: bytesToUuid(bytes.subarray(12, 28)),
    index: view.getUint32(28),
    plainSize: Number(view.getBigUint64(32)),
    compressedSize: Number(view.getBigUint64(40)),
    salt: bytes.slice(48, 80),
    nonce: bytes.slice(80, 104),
  };
  const problem = limitsOf(header);
  return problem === undefined ? passed(header) : failed("chunk-format", { detail: problem });
}

/** The header of a container file of this many bytes: what follows it has the length it says. */
export function parseChunkHead(head: Uint8Array, fileBytes: number): Outcome<ChunkHeader> {
  const header = parseChunkHeader(head);
  if (!header.ok) return header;
  const expected = CHUNK_OVERHEAD_BYTES + header.value.compressedSize;
  if (fileBytes === expected) return header;
  return failed("chunk-format", { detail: `${fileBytes} bytes where the header says ${expected}` });
}

/** Splits a container file. `ciphertext` and `tag` are views of `bytes`, not copies. */
export function parseChunk(bytes: Uint8Array): Outcome<ParsedChunk> {
  const header = parseChunkHead(bytes, bytes.length);
  if (!header.ok) return header;
  const end = bytes.length - CHUNK_TAG_BYTES;
  return passed({ header: header.value, ciphertext: bytes.subarray(CHUNK_HEADER_BYTES, end), tag: bytes.subarray(end) });
}

/** Associated data of a chunk's encryption: its header's 104 bytes. */
export const chunkAad = (container: Uint8Array): Uint8Array => container.subarray(0, CHUNK_HEADER_BYTES);

/** HKDF info of a chunk's key: "lucid:chunk:v1", the session's 16 bytes, the index as 4 bytes, big endian. */
export function chunkKeyInfo(sessionId: string, index: number): Uint8Array {
  const last = new Uint8Array(4);
  new DataView(last.buffer).setUint32(0, index);
  return concatBytes(utf8(DOMAIN.chunkKey), uuidToBytes(sessionId), last);
}

function limitsOf(header: ChunkHeader): string | undefined {
  if (header.salt.length !== 32 || header.nonce.length !== 24) return "salt or nonce has the wrong length";
  if (!(header.index <= MAX_CHUNK_INDEX)) return `index ${header.index}`;
  if (!(header.plainSize <= MAX_CHUNK_CONTENT_BYTES)) return `plain size ${header.plainSize}`;
  if (!(header.compressedSize <= MAX_CHUNK_CONTENT_BYTES)) return `compressed size ${header.compressedSize}`;
  if (header.codec === "none" && header.plainSize !== header.compressedSize) return "sizes differ without compression";
  if (header.suite === "aes-256-gcm" && header.nonce.subarray(GCM_NONCE_BYTES).some((byte) => byte !== 0))
    return "nonce of aes-256-gcm is longer than 12 bytes";
  return undefined;
}
