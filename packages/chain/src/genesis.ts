import { Genesis, type GenesisParameters, hashObject } from "@lucid/proof";

/** Parameters of the main network (consensus.md 1); durations in seconds. */
export const mainParameters: GenesisParameters = {
  slot_duration: 120,
  block_interval: 10,
  leader_timeout: 5,
  max_fallbacks: 3,
  cooldown_slots: 16,
  epoch_slots: 720,
  window_epochs: 7,
  d_min: [1, 5],
  max_block_bytes: 1_048_576,
  max_transactions: 1_000,
  max_attesters: 128,
  checkpoint_blocks: 1,
  future_tolerance: 5,
};

/** The main parameters with another block interval, its slot and leader timeout in proportion. */
export function parametersForInterval(blockInterval: number): GenesisParameters {
  const positions = mainParameters.slot_duration / mainParameters.block_interval;
  const timeout = Math.max(1, Math.floor((blockInterval * mainParameters.leader_timeout) / mainParameters.block_interval));
  return {
    ...mainParameters,
    block_interval: blockInterval,
    slot_duration: blockInterval * positions,
    leader_timeout: timeout,
  };
}

export interface SoloGenesis {
  /** Name of the network: 1 to 32 of a-z, 0-9, _ and -. */
  readonly network: string;
  /** Unix milliseconds of the start of slot 0. */
  readonly startsAtMs: number;
  /** Ed25519 public key of the node, its only producer. */
  readonly publicKey: string;
  readonly parameters?: Partial<GenesisParameters>;
}

/**
 * Genesis document of a network whose only producer is this node.
 * @throws if the parameters contradict each other.
 */
export function createSoloGenesis({ network, startsAtMs, publicKey, parameters }: SoloGenesis): Genesis {
  return parseGenesis({
    format: "lucid-genesis",
    version: 1,
    network,
    genesis_time: Math.floor(startsAtMs / 1000),
    parameters: { ...mainParameters, ...parameters },
    producers: [{ entity: publicKey, public_key: publicKey, weight: 1 }],
  });
}

/**
 * Checks a genesis document that came from a file or from somebody else.
 * @throws with the field at fault.
 */
export function parseGenesis(document: unknown): Genesis {
  const genesis = Genesis.parse(document);
  const { slot_duration, block_interval, d_min } = genesis.parameters;
  if (slot_duration % block_interval !== 0) throw new Error("genesis: slot_duration must be a multiple of block_interval");
  if (d_min[0] > d_min[1]) throw new Error("genesis: d_min must be at most 1");
  requireDistinct("entity", genesis);
  requireDistinct("public_key", genesis);
  return genesis;
}

function requireDistinct(field: "entity" | "public_key", genesis: Genesis): void {
  const values = new Set(genesis.producers.map((producer) => producer[field]));
  if (values.size !== genesis.producers.length) throw new Error(`genesis: two producers have the same ${field}`);
}

/** Hash of the genesis document: the id of its network and `previous_hash` of block 1. */
export const genesisHash = (genesis: Genesis): string => hashObject(genesis);
