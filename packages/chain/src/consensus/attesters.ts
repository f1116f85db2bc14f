import type { Genesis } from "@lucid/proof";

/** Weights by attester key that count in one epoch. Fixed within an epoch. */
export type AttesterSet = ReadonlyMap<string, bigint>;
export type AttestersOf = (epoch: number) => AttesterSet;

/** Until three entities are eligible by their credits, the bootstrap producers attest in every epoch. */
export function bootstrapAttesters(genesis: Genesis): AttestersOf {
  const set: AttesterSet = new Map(genesis.producers.map(({ public_key, weight }) => [public_key, BigInt(weight)]));
  return () => set;
}

/** Whether these attesters carry more than two thirds of the set's weight. */
export function isSupermajority(attesters: Iterable<string>, set: AttesterSet): boolean {
  let carried = 0n;
  for (const attester of new Set(attesters)) carried += set.get(attester) ?? 0n;
  let total = 0n;
  for (const weight of set.values()) total += weight;
  return total > 0n && carried * 3n > total * 2n;
}
