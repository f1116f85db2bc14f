import type { SeededRandom } from "@lucid/foundation/testing";
import { concatBytes } from "@noble/hashes/utils.js";

/** One of many ways to change a file: a bit, a cut, a piece twice, a piece gone, a number of 32 bits, a piece elsewhere. */
export function alteredBytes(bytes: Uint8Array, { below }: Pick<SeededRandom, "below">): Uint8Array {
  const copy = bytes.slice();
  const at = below(bytes.length - 8);
  const length = 1 + below(Math.min(400, bytes.length - at));
  const piece = bytes.subarray(at, at + length);
  switch (below(6)) {
    case 0:
      copy[at] = (bytes[at] as number) ^ (1 << below(8));
      return copy;
    case 1:
      return bytes.subarray(0, at);
    case 2:
      return concatBytes(bytes.subarray(0, at), bytes.subarray(at + length));
    case 3:
      return concatBytes(bytes.subarray(0, at + length), piece, bytes.subarray(at + length));
    case 4:
      copy.set([0, 0, 0, below(3)], at - (at % 4));
      return copy;
    default:
      copy.copyWithin(at, below(bytes.length - length), bytes.length);
      return copy;
  }
}
