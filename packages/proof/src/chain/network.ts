import { checkFormat } from "../encoding/canonical-json.ts";
import { hashObject } from "../encoding/hash.ts";
import { Genesis } from "../formats/genesis.ts";
import { failed, type Outcome, passed } from "../outcome.ts";

/** A network as its genesis document defines it. Version 1 knows the bootstrap phase: the producers are the attesters. */
export interface Network {
  /** Hash of the genesis document. */
  readonly hash: string;
  readonly genesis: Genesis;
  /** Vote weight by public key. */
  readonly weights: ReadonlyMap<string, bigint>;
  readonly totalWeight: bigint;
}

/** Hash of a genesis document: the id of its network and the hash at height 0. */
export const networkHash = (genesis: Genesis): string => hashObject(genesis);

/** Checks a genesis document: its form, no producer twice, a slot of whole block intervals. */
export function openNetwork(document: unknown): Outcome<Network> {
  const parsed = checkFormat(Genesis, document);
  if (!parsed.ok) return parsed;
  const genesis = parsed.value;
  const weights = new Map(genesis.producers.map((producer) => [producer.public_key, BigInt(producer.weight)]));
  const entities = new Set(genesis.producers.map((producer) => producer.entity));
  if (weights.size < genesis.producers.length || entities.size < genesis.producers.length)
    return failed("genesis-invalid", { detail: "a producer is listed twice" });
  if (genesis.parameters.slot_duration % genesis.parameters.block_interval !== 0)
    return failed("genesis-invalid", { detail: "slot_duration is not a multiple of block_interval" });
  const totalWeight = [...weights.values()].reduce((sum, weight) => sum + weight, 0n);
  return passed({ hash: networkHash(genesis), genesis, weights, totalWeight });
}
