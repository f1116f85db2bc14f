import { createSha256, type Hasher } from "@lucid/proof";
import { hexOf } from "../hex.ts";
import type { TailChunk } from "./tail-chunks.ts";

/** SHA-256 of what came live of each chunk, so that it can be compared with what was sealed. */
export interface LiveDigests {
  /** Takes in what is new of the chunks. */
  hear(chunks: readonly TailChunk[]): void;
  /** Of a chunk's initialization and all of its fragments, lower-case hex; undefined unless all of it came. */
  of(index: number): string | undefined;
}

interface Heard {
  readonly hasher: Hasher;
  /** The parts that went into it. */
  parts: readonly Uint8Array[];
}

export function createLiveDigests(): LiveDigests {
  const open = new Map<number, Heard>();
  const closed = new Map<number, string>();

  function hearChunk({ index, init, parts, isClosed }: TailChunk): void {
    if (closed.has(index)) return;
    let heard = open.get(index);
    // A break dropped what was there of it: it comes again from its beginning.
    const last = heard?.parts.at(-1);
    if (!heard || (last && parts[heard.parts.length - 1] !== last)) heard = { hasher: createSha256(), parts: [] };
    if (heard.parts.length === 0 && parts.length > 0) heard.hasher.update(init);
    for (const part of parts.slice(heard.parts.length)) heard.hasher.update(part);
    heard.parts = parts;
    open.set(index, heard);
    if (!isClosed || parts.length === 0) return;
    open.delete(index);
    closed.set(index, hexOf(heard.hasher.digest()));
  }

  return {
    hear(chunks) {
      for (const chunk of chunks) hearChunk(chunk);
    },
    of: (index) => closed.get(index),
  };
}
