import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, uuidToBytes } from "../encoding/bytes.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { createSha256, type Hasher } from "../encoding/hash.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { ChunkVideo, VideoFormat } from "./chunk-video.ts";

/** Bytes of the salt of a chunk's commitment. */
export const VIDEO_SALT_BYTES = 32;

/**
 * Salt of a chunk's commitment to its video: HKDF-SHA256 of the session's data key, without a salt of its own, for the
 * info "lucid:video-salt:v1", the session's 16 bytes and the index in four, big endian.
 * Whoever has it can test guesses of this chunk's video, and open nothing.
 */
export function videoSalt(dataKey: Uint8Array, sessionId: string, index: number): Uint8Array {
  const info = concatBytes(utf8(DOMAIN.videoSalt), uuidToBytes(sessionId), u32(index));
  return hkdf(sha256, dataKey, undefined, info, VIDEO_SALT_BYTES);
}

/** A commitment in the making: samples come one after the other, their bytes in pieces of any length. */
export interface VideoCommitment {
  /** What is said of the next sample; its `size` bytes follow. */
  begin(sample: { readonly duration: number; readonly sync: boolean; readonly size: number }): void;
  bytes(piece: Uint8Array): void;
  /** The commitment, in hex. */
  end(): string;
}

/**
 * SHA-256 of "lucid:video:v1", a line feed, the salt, width and height (2 bytes each), timescale and length of the
 * configuration (4 each), the configuration, and for each sample duration and size (4 each), 1 for a sync sample or 0 (one
 * byte) and its bytes. Numbers are big endian.
 */
export function createVideoCommitment(
  salt: Uint8Array,
  { width, height, timescale, configuration }: VideoFormat,
  createHasher: () => Hasher = createSha256,
): VideoCommitment {
  const hash = createHasher();
  hash.update(utf8(`${DOMAIN.video}\n`));
  hash.update(salt);
  hash.update(u32(width * 65_536 + height));
  hash.update(u32(timescale));
  hash.update(u32(configuration.length));
  hash.update(configuration);
  const head = new Uint8Array(9);
  const view = new DataView(head.buffer);
  return {
    begin({ duration, sync, size }) {
      view.setUint32(0, duration);
      view.setUint32(4, size);
      view.setUint8(8, sync ? 1 : 0);
      hash.update(head);
    },
    bytes: (piece) => void hash.update(piece),
    end: () => bytesToHex(new Uint8Array(hash.digest())),
  };
}

/** The commitment to a chunk's video. */
export function commitToVideo(salt: Uint8Array, video: ChunkVideo, createHasher?: () => Hasher): string {
  const commitment = createVideoCommitment(salt, video.format, createHasher);
  for (const { duration, sync, bytes } of video.samples) {
    commitment.begin({ duration, sync, size: bytes.length });
    commitment.bytes(bytes);
  }
  return commitment.end();
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
