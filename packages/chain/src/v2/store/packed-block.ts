import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { v2 } from "@lucid/proof";
import { MAX_BLOCK_BYTES } from "../blocks/prepare-block.ts";

/** Most of a block are signatures in hexadecimal digits: level 1 halves them as well as any other, in a seventh of a millisecond for 128. */
const params = { [constants.ZSTD_c_compressionLevel]: 1 };

/** First byte of a block that is kept as it travels, as all were once: of a JSON object. */
const OBJECT = 0x7b;

/** The header of a block's canonical form that this node has kept. */
export const headerIn = (bytes: Uint8Array): v2.Header => (JSON.parse(Buffer.from(bytes).toString("utf8")) as v2.Block).header;

/** A block's canonical form as it is kept. */
export const packBlock = (bytes: Uint8Array): Uint8Array => zstdCompressSync(bytes, { params });

/** @throws Error where it is no block that this node has kept. */
export function unpackBlock(content: Uint8Array): Uint8Array {
  if (content[0] === OBJECT) return Uint8Array.from(content);
  try {
    return Uint8Array.from(zstdDecompressSync(content, { maxOutputLength: MAX_BLOCK_BYTES }));
  } catch (cause) {
    throw new Error("The chain database is damaged: a block cannot be unpacked", { cause });
  }
}
