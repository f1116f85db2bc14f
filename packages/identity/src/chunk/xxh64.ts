/** A 64 bit number as two halves: a BigInt for each lane of a chunk would take seconds. */
type Half = { high: number; low: number };

const PRIME_1: Half = { high: 0x9e3779b1, low: 0x85ebca87 };
const PRIME_2: Half = { high: 0xc2b2ae3d, low: 0x27d4eb4f };
const PRIME_3: Half = { high: 0x165667b1, low: 0x9e3779f9 };
const PRIME_4: Half = { high: 0x85ebca77, low: 0xc2b2ae63 };
const PRIME_5: Half = { high: 0x27d4eb2f, low: 0x165667c5 };

const half = (high: number, low: number): Half => ({ high: high >>> 0, low: low >>> 0 });

function add(a: Half, b: Half): Half {
  const low = a.low + b.low;
  return half(a.high + b.high + (low > 0xffffffff ? 1 : 0), low);
}

const xor = (a: Half, b: Half): Half => half(a.high ^ b.high, a.low ^ b.low);

/** The lower 64 bits of a product, by halves of 16 bits where 32 would not fit a double. */
function multiply(a: Half, b: Half): Half {
  const a0 = a.low & 0xffff;
  const a1 = a.low >>> 16;
  const b0 = b.low & 0xffff;
  const b1 = b.low >>> 16;
  const low = a0 * b0;
  const middle = a1 * b0 + (low >>> 16);
  const other = a0 * b1 + (middle & 0xffff);
  const carried = a1 * b1 + Math.floor(middle / 65_536) + Math.floor(other / 65_536);
  return half(carried + Math.imul(a.high, b.low) + Math.imul(a.low, b.high), (other << 16) | (low & 0xffff));
}

/** Rotation to the left by 1 to 31 bits. */
const rotate = (a: Half, by: number): Half =>
  half((a.high << by) | (a.low >>> (32 - by)), (a.low << by) | (a.high >>> (32 - by)));

/** Exclusive or with itself, shifted to the right by 1 to 63 bits. */
const fold = (a: Half, by: number): Half =>
  by < 32
    ? half(a.high ^ (a.high >>> by), a.low ^ ((a.low >>> by) | (a.high << (32 - by))))
    : half(a.high, a.low ^ (a.high >>> (by - 32)));

const round = (accumulator: Half, lane: Half): Half => multiply(rotate(add(accumulator, multiply(lane, PRIME_2)), 31), PRIME_1);

const merge = (hash: Half, accumulator: Half): Half => add(multiply(xor(hash, round(half(0, 0), accumulator)), PRIME_1), PRIME_4);

/** Lower 32 bits of XXH64 with seed 0: the check sum of a zstd frame (RFC 8878 section 3.1.1). */
export function xxh64Low(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lane = (at: number): Half => half(view.getUint32(at + 4, true), view.getUint32(at, true));
  let at = 0;
  let hash = PRIME_5;
  if (bytes.length >= 32) {
    let one = add(PRIME_1, PRIME_2);
    let two = PRIME_2;
    let three = half(0, 0);
    let four = half(~PRIME_1.high + (PRIME_1.low === 0 ? 1 : 0), -PRIME_1.low);
    for (; at + 32 <= bytes.length; at += 32) {
      one = round(one, lane(at));
      two = round(two, lane(at + 8));
      three = round(three, lane(at + 16));
      four = round(four, lane(at + 24));
    }
    hash = add(add(rotate(one, 1), rotate(two, 7)), add(rotate(three, 12), rotate(four, 18)));
    for (const accumulator of [one, two, three, four]) hash = merge(hash, accumulator);
  }
  hash = add(hash, half(Math.floor(bytes.length / 2 ** 32), bytes.length));
  for (; at + 8 <= bytes.length; at += 8)
    hash = add(multiply(rotate(xor(hash, round(half(0, 0), lane(at))), 27), PRIME_1), PRIME_4);
  if (at + 4 <= bytes.length) {
    hash = add(multiply(rotate(xor(hash, multiply(half(0, view.getUint32(at, true)), PRIME_1)), 23), PRIME_2), PRIME_3);
    at += 4;
  }
  for (; at < bytes.length; at += 1)
    hash = multiply(rotate(xor(hash, multiply(half(0, view.getUint8(at)), PRIME_5)), 11), PRIME_1);
  hash = multiply(fold(hash, 33), PRIME_2);
  hash = multiply(fold(hash, 29), PRIME_3);
  return fold(hash, 32).low;
}
