/** Units that say how pictures are decoded: of sequences and of pictures, and their extensions (ITU-T H.264, table 7-1). */
const PARAMETER_SETS: ReadonlySet<number> = new Set([7, 8, 13, 15, 16]);

/**
 * Looks among samples for parameter sets that the configuration of their format, the content of an `avcC` box, does not have. Samples
 * come one after the other, their bytes in pieces of any length.
 */
export interface ParameterSearch {
  /** Another sample follows. */
  begin(): void;
  bytes(piece: Uint8Array): void;
  /** Whether there was such a set since this was asked last. */
  end(): boolean;
}

/** It looks at the beginnings of units alone, and into a parameter set up to the first byte that no known one has there. */
export function createParameterSearch(configuration: Uint8Array): ParameterSearch {
  const lengthBytes = ((configuration[4] ?? 3) & 3) + 1;
  const known = knownSets(configuration);
  let hasOthers = false;
  /** What is there of the length of the next unit. */
  let number = 0;
  let numberBytes = 0;
  /** Bytes that the unit still has, and whether none of it was looked at. */
  let left = 0;
  let isAtStart = false;
  /** Of a unit that is a parameter set: how far it is one of those that are known. */
  let place: number | undefined;

  function endUnit(): void {
    if (place !== undefined && !known.isWhole(place)) hasOthers = true;
    place = undefined;
  }

  /** Reads on in the length of a unit; where the bytes behind it begin, or the piece ends. */
  function readLength(piece: Uint8Array, from: number): number {
    let [at, size, read] = [from, number, numberBytes];
    if (size === 0) {
      // Zeros are units of no bytes, one behind the other, or begin a length.
      at = behindZeros(piece, from);
      read = (read + at - from) % lengthBytes;
    }
    for (; at < piece.length && read < lengthBytes; at += 1, read += 1) size = ((size << 8) | (piece[at] as number)) >>> 0;
    isAtStart = read === lengthBytes;
    left = isAtStart ? size : 0;
    number = isAtStart ? 0 : size;
    numberBytes = isAtStart ? 0 : read;
    return at;
  }

  /** Reads on in a unit; where it ends, or the piece. */
  function readUnit(piece: Uint8Array, from: number): number {
    const end = Math.min(piece.length, from + left);
    if (isAtStart && PARAMETER_SETS.has((piece[from] as number) & 31)) place = known.start;
    isAtStart = false;
    for (let at = from; place !== undefined && at < end; at += 1) {
      place = known.behind(place, piece[at] as number);
      hasOthers ||= place === undefined;
    }
    left -= end - from;
    if (left === 0) endUnit();
    return end;
  }

  return {
    begin() {
      endUnit();
      number = numberBytes = left = 0;
    },
    bytes(piece) {
      for (let at = 0; !hasOthers && at < piece.length; ) at = left === 0 ? readLength(piece, at) : readUnit(piece, at);
    },
    end() {
      endUnit();
      const found = hasOthers;
      hasOthers = false;
      return found;
    },
  };
}

/** Zeros that are looked at one by one: words are quicker, and a view of them takes as long as some dozen bytes. */
const FEW = 64;
const WORD_BYTES = 8;

/** The first byte from `from` on that is not 0, or the end. */
function behindZeros(piece: Uint8Array, from: number): number {
  const word = Math.ceil((piece.byteOffset + from + FEW) / WORD_BYTES) * WORD_BYTES - piece.byteOffset;
  const at = behindBytes(piece, from, Math.min(piece.length, word));
  return at < word ? at : behindBytes(piece, behindWords(piece, word), piece.length);
}

function behindBytes(piece: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && piece[at] === 0) at += 1;
  return at;
}

/** The same by words; `from` is where one begins. */
function behindWords({ buffer, byteOffset, length }: Uint8Array, from: number): number {
  const words = new BigUint64Array(buffer, byteOffset + from, Math.floor((length - from) / WORD_BYTES));
  let at = 0;
  while (at < words.length && words[at] === 0n) at += 1;
  return from + at * WORD_BYTES;
}

/**
 * The parameter sets of a configuration, those of sequences, then those of pictures (ISO/IEC 14496-15, 5.3.3.1), as a tree:
 * a place is what some of them begin with.
 */
function knownSets(configuration: Uint8Array) {
  const start = 0;
  const next = new Map<number, number>();
  const whole = new Set<number>();
  let places = 1;

  const keyOf = (place: number, byte: number): number => place * 256 + byte;

  function add(set: Uint8Array): void {
    let place = start;
    for (const byte of set) {
      const key = keyOf(place, byte);
      const to = next.get(key) ?? places;
      if (to === places) places += 1;
      next.set(key, to);
      place = to;
    }
    whole.add(place);
  }

  let at = 5;
  for (const countBits of [31, 255]) {
    const count = (configuration[at] ?? 0) & countBits;
    at += 1;
    for (let left = count; left > 0; left -= 1) {
      const [high = 0, low = 0] = configuration.subarray(at);
      const end = at + 2 + 256 * high + low;
      add(configuration.subarray(at + 2, end));
      at = end;
    }
  }
  return {
    start,
    /** The place behind one more byte; undefined where no set goes on with it. */
    behind: (place: number, byte: number): number | undefined => next.get(keyOf(place, byte)),
    isWhole: (place: number): boolean => whole.has(place),
  };
}
