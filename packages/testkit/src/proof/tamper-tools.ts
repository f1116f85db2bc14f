import type { SeededRandom } from "@lucid/foundation/testing";
import type { LoosePart } from "./bundle-parts.ts";
import type { TestSession } from "./test-session.ts";

/** One forged bundle. `chunk` is the chunk a verifier must name, where the forgery concerns a chunk. */
export interface TamperCase {
  readonly kind: string;
  readonly bytes: Uint8Array;
  readonly chunk?: number;
}

export interface TamperTarget {
  readonly session: TestSession;
  /** A bundle of the session with every chunk, each of the same size. */
  readonly bundle: Uint8Array;
  /** Another session of the same owner on the same network, with as many chunks of the same size. */
  readonly other: TestSession;
}

/** One way to forge a bundle. */
export type Tamper = (target: TamperTarget, random: SeededRandom) => Omit<TamperCase, "kind">;

/** The bytes with one bit flipped between two offsets, and the offset of its byte. */
export function flipBit(bytes: Uint8Array, random: SeededRandom, from = 0, to = bytes.length): [Uint8Array, number] {
  const offset = from + random.below(to - from);
  const flipped = bytes.slice();
  flipped[offset] = (flipped[offset] as number) ^ (1 << random.below(8));
  return [flipped, offset];
}

/** The parts with other bytes for one of them. */
export const replacePart = (parts: readonly LoosePart[], name: string, bytes: Uint8Array): LoosePart[] =>
  parts.map((part) => (part.name === name ? { name, bytes } : part));

/** Name of a chunk's part. */
export const chunkName = (index: number): string => `chunks/${String(index).padStart(8, "0")}.chunk`;
/** Chunks of the target, all of which are in its bundle. */
export const chunkCount = ({ session }: TamperTarget): number => session.containers.length;
