import { concatBytes } from "@noble/hashes/utils.js";
import { spansOf } from "./bundle-parts.ts";
import { flipBit, type Tamper } from "./tamper-tools.ts";

const chunkOf = (name: string): { chunk?: number } => {
  const digits = /^chunks\/(\d+)\.chunk$/.exec(name)?.[1];
  return digits === undefined ? {} : { chunk: Number(digits) };
};

/** The chunk whose part of the archive contains this byte, if any. */
function chunkAt(bundle: Uint8Array, offset: number): { chunk?: number } {
  const span = spansOf(bundle).find(({ start, end }) => offset >= start && offset < end);
  return span === undefined ? {} : chunkOf(span.name);
}

/** Forgeries that know nothing of the format: flips, cuts and insertions. */
export const byteTampers: Readonly<Record<string, Tamper>> = {
  "bit flipped anywhere": ({ bundle }, random) => {
    const [bytes, offset] = flipBit(bundle, random);
    return { bytes, ...chunkAt(bundle, offset) };
  },
  "bit flipped in a chunk's part": ({ bundle }, random) => {
    const span = random.pick(spansOf(bundle).filter(({ name }) => name.startsWith("chunks/")));
    const [bytes] = flipBit(bundle, random, span.start, span.end);
    return { bytes, ...chunkOf(span.name) };
  },
  "cut short": ({ bundle }, random) => {
    const length = random.below(bundle.length);
    return { bytes: bundle.slice(0, length), ...chunkAt(bundle, length) };
  },
  "bytes taken out": ({ bundle }, random) => {
    const start = random.below(bundle.length - 1);
    const length = 1 + random.below(Math.min(2_000, bundle.length - start));
    return { bytes: concatBytes(bundle.subarray(0, start), bundle.subarray(start + length)) };
  },
  "bytes put in": ({ bundle }, random) => {
    const at = random.below(bundle.length + 1);
    return { bytes: concatBytes(bundle.subarray(0, at), random.bytes(1 + random.below(1_500)), bundle.subarray(at)) };
  },
  "blocks of zeros put in": ({ bundle }, random) => {
    const at = 512 * random.below(bundle.length / 512 + 1);
    return { bytes: concatBytes(bundle.subarray(0, at), new Uint8Array(512 * (1 + random.below(4))), bundle.subarray(at)) };
  },
  "bytes overwritten": ({ bundle }, random) => {
    const bytes = bundle.slice();
    const at = random.below(bytes.length - 64);
    bytes.set(random.bytes(64), at);
    return { bytes };
  },
};
