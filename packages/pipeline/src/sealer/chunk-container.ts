import type { Codec, Suite } from "@lucid/proof";

/** Bytes before the ciphertext: fixed in container version 1. */
export const HEADER_BYTES = 104;
export const TAG_BYTES = 16;
export const SALT_BYTES = 32;
export const NONCE_BYTES = 24;

const MAGIC = "LUCIDCHK";
const VERSION = 1;
const SUITES: Readonly<Record<Suite, number>> = { "xchacha20-poly1305": 1, "aes-256-gcm": 2 };
const CODECS: Readonly<Record<Codec, number>> = { none: 0, zstd: 1, gzip: 2 };

export interface ContainerHeader {
  readonly suite: Suite;
  readonly codec: Codec;
  readonly sessionId: string;
  readonly index: number;
  readonly plainSize: number;
  readonly compressedSize: number;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
}

/**
 * Header of a container, which is also the AAD of its ciphertext (docs/formats, chunk container).
 * The same bytes as `encodeChunkHeader` of `@lucid/proof`, without loading schemas into every worker.
 */
export function containerHeader(header: ContainerHeader): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write(MAGIC, 0, "latin1");
  bytes.writeUInt8(VERSION, 8);
  bytes.writeUInt8(SUITES[header.suite], 9);
  bytes.writeUInt8(CODECS[header.codec], 10);
  bytes.set(uuidBytes(header.sessionId), 12);
  bytes.writeUInt32BE(header.index, 28);
  bytes.writeBigUInt64BE(BigInt(header.plainSize), 32);
  bytes.writeBigUInt64BE(BigInt(header.compressedSize), 40);
  bytes.set(header.salt, 48);
  bytes.set(header.nonce, 80);
  return bytes;
}

/** HKDF info of a chunk key: binds it to its session and index. */
export function keyInfo(sessionId: string, index: number): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(index);
  return Buffer.concat([Buffer.from("lucid:chunk:v1"), uuidBytes(sessionId), number]);
}

const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll("-", ""), "hex");
