import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** Bytes that look random and are the same for the same seed, on every machine. Never for real keys. */
export interface SeededRandom {
  bytes(length: number): Uint8Array;
  /** Whole number from 0 to `limit - 1`; `limit` is at most 2^32. */
  below(limit: number): number;
  pick<T>(choices: readonly T[]): T;
  /** A generator of its own: what is drawn from it does not move this one. */
  fork(name: string): SeededRandom;
}

export function createSeededRandom(seed: string): SeededRandom {
  const start = sha256(utf8ToBytes(seed));
  let counter = 0;
  let pool = new Uint8Array(0);

  function bytes(length: number): Uint8Array {
    const pieces = [pool];
    let have = pool.length;
    while (have < length) {
      const block = sha256(concatBytes(start, utf8ToBytes(String(counter))));
      counter += 1;
      pieces.push(block);
      have += block.length;
    }
    const all = concatBytes(...pieces);
    pool = all.slice(length);
    return all.slice(0, length);
  }

  const below = (limit: number): number => Number(new DataView(bytes(8).buffer).getBigUint64(0) % BigInt(limit));

  return {
    bytes,
    below,
    pick(choices) {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new RangeError("pick: nothing to choose from");
      return choice;
    },
    fork: (name) => createSeededRandom(`${seed}/${name}`),
  };
}
