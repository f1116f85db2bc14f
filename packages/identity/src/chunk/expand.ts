import type { Codec } from "@lucid/proof";
import { gunzipSync } from "fflate/browser";
import { Decompress } from "fzstd";
import { readZstdFrame } from "./zstd-frame.ts";

/** Larger windows are never needed for a chunk, and a forged one would make the decoder allocate it. */
const MAX_WINDOW_BYTES = 33_554_432;

/**
 * Decompresses exactly `plainSize` bytes, or answers undefined when the content is longer, shorter or
 * asks for too much memory. @throws what the decoders throw at bytes they cannot read.
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
  const plain = new Uint8Array(plainSize);
  let filled = 0;
  const decoder = new Decompress((block) => {
    if (filled + block.length <= plainSize) plain.set(block, filled);
    filled += block.length;
    if (filled > plainSize) throw new RangeError("more bytes than the header says");
  });
  decoder.push(compressed, true);
  return filled === plainSize ? plain : undefined;
}

/** With a buffer of its own the decoder never grows it: one byte of room shows content that is too long. */
function expandGzip(compressed: Uint8Array, plainSize: number): Uint8Array | undefined {
  const plain = gunzipSync(compressed, { out: new Uint8Array(plainSize + 1) });
  return plain.length === plainSize ? plain : undefined;
}
