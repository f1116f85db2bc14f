import { invalidVideo, readBoxHeader } from "./boxes.ts";
import { readFragment, type VideoFragment } from "./read-fragment.ts";
import { readInit, type VideoInit } from "./read-init.ts";

export type VideoPart =
  | { readonly kind: "init"; readonly init: VideoInit }
  | { readonly kind: "fragment"; readonly fragment: VideoFragment };

export interface FragmentReader {
  /**
   * Takes the next bytes of the stream, cut anywhere, and hands over the parts they complete. Parts own their bytes.
   * @throws LucidError VIDEO_INVALID, after the parts before the damage; the reader is of no use afterwards.
   */
  push(bytes: Uint8Array, onPart: (part: VideoPart) => void): void;
}

/**
 * Checked before anything is set aside. A fragment has to fit into a chunk, which verifiers take up to 32 MiB;
 * 4K noise gives some 10 MiB in half a second. All other boxes take a few hundred bytes.
 */
const MAX_MDAT_BYTES = 24 * 1_024 * 1_024;
const MAX_BOX_BYTES = 1_024 * 1_024;

/** Splits a fragmented MP4 as ffmpeg writes it into its initialization segment and its fragments. */
export function createFragmentReader(): FragmentReader {
  const pieces: Buffer[] = [];
  let held = 0;
  let ftyp: Buffer | undefined;
  let moof: Buffer | undefined;
  let init: VideoInit | undefined;

  /** Copies the next `length` bytes out, leaving them in place for `peek`. */
  function take(length: number, keep: boolean): Buffer {
    const taken = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    let used = 0;
    while (filled < length) {
      const piece = pieces[used];
      if (!piece) break;
      const part = piece.subarray(0, length - filled);
      taken.set(part, filled);
      filled += part.length;
      if (part.length === piece.length) used += 1;
      else if (!keep) pieces[used] = piece.subarray(part.length);
    }
    if (!keep) {
      pieces.splice(0, used);
      held -= length;
    }
    return taken;
  }

  function next(): { type: string; size: number } | undefined {
    const header = take(Math.min(held, 16), true);
    const box = readBoxHeader(header, 0, header.length);
    if (!box) return undefined;
    if (box.size > (box.type === "mdat" ? MAX_MDAT_BYTES : MAX_BOX_BYTES))
      throw invalidVideo(`A box of ${box.size} bytes is too large`);
    return box;
  }

  function accept(type: string, bytes: Buffer): VideoPart | undefined {
    switch (type) {
      case "ftyp":
        ftyp = bytes;
        return undefined;
      case "moov":
        if (!ftyp || init) throw invalidVideo("The initialization segment is out of place");
        init = readInit(Buffer.concat([ftyp, bytes]));
        return { kind: "init", init };
      case "moof":
        if (!init || moof) throw invalidVideo("A fragment is out of place");
        moof = bytes;
        return undefined;
      case "mdat": {
        if (!moof || !init) throw invalidVideo("Media data are out of place");
        const fragment = { ...readFragment(moof, init), bytes: Buffer.concat([moof, bytes]) };
        bytes.fill(0);
        moof = undefined;
        return { kind: "fragment", fragment };
      }
      default:
        return undefined;
    }
  }

  return {
    push(bytes, onPart) {
      if (bytes.length > 0) pieces.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      held += bytes.length;
      for (;;) {
        const box = next();
        if (!box || box.size > held) return;
        const part = accept(box.type, take(box.size, false));
        if (part) onPart(part);
      }
    },
  };
}
