import { createHash } from "node:crypto";

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
  const start = sha256(Buffer.from(seed));
  let counter = 0;
  let pool = Buffer.alloc(0);

  function bytes(length: number): Uint8Array {
    const pieces: Uint8Array[] = [pool];
    let have = pool.length;
    while (have < length) {
      const block = sha256(start, Buffer.from(String(counter)));
      counter += 1;
      pieces.push(block);
      have += block.length;
    }
    const all = Buffer.concat(pieces);
    pool = all.subarray(length);
    return Uint8Array.from(all.subarray(0, length));
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

const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();
