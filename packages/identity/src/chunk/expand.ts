import type { Codec } from "@lucid/proof";
import { Decompress } from "fzstd";
import { expandGzip } from "./gzip-member.ts";
import { xxh64Low } from "./xxh64.ts";
import { readZstdFrame } from "./zstd-frame.ts";

/** Larger windows are never needed for a chunk, and a forged one would make the decoder allocate it. */
const MAX_WINDOW_BYTES = 33_554_432;

/**
 * Decompresses exactly `plainSize` bytes from one frame or member that is whole and has nothing behind it, or answers
 * undefined: when the content is longer, shorter, does not have its check sum, or asks for too much memory.
 * @throws what the decoders throw at bytes they cannot read.
 */
export function expand(codec: Codec, compressed: Uint8Array, plainSize: number): Uint8Array | undefined {
  switch (codec) {
    case "none":
      return compressed.length === plainSize ? compressed : undefined;
    case "zstd":
      return expandZstd(compressed, plainSize);
    case "gzip":
      return expandGzip(compressed, plainSize);
  }
}

function expandZstd(compressed: Uint8Array, plainSize: number): Uint8Array | undefined {
  const frame = readZstdFrame(compressed);
  if (frame?.endsAt !== compressed.length || frame.windowBytes > MAX_WINDOW_BYTES) return undefined;
  if (frame.contentBytes !== undefined && frame.contentBytes !== plainSize) return undefined;
  const plain = new Uint8Array(plainSize);
  let filled = 0;
  const decoder = new Decompress((block) => {
    if (filled + block.length > plainSize) throw new RangeError("more bytes than the header says");
    plain.set(block, filled);
    filled += block.length;
  });
  decoder.push(compressed, true);
  if (filled !== plainSize) return undefined;
  return frame.checksum === undefined || frame.checksum === xxh64Low(plain) ? plain : undefined;
}
