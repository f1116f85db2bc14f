import { v2 } from "@lucid/proof";

/** Parameters of the main network (consensus 1); durations in seconds. */
export const mainParameters: v2.Parameters = {
  ...{ slot_duration: 120, block_interval: 10, leader_timeout: 5, max_fallbacks: 3, cooldown_slots: 16 },
  ...{ epoch_slots: 720, window_epochs: 7, d_min: [1, 5], max_block_bytes: 2_097_152, max_transactions: 1_000 },
  ...{ max_items: 8_000, max_attesters: 128, checkpoint_blocks: 1, future_tolerance: 5 },
  ...{ base_bytes_per_session: 5_242_880, credit_cap: 50_000 },
};

export interface NewNetwork {
  /** 1 to 32 of a-z, 0-9, _ and -. */
  readonly name: string;
  /** Unix milliseconds of the start of slot 0. */
  readonly startsAtMs: number;
  /** Key of its only member. */
  readonly publicKey: string;
  /** Seconds between blocks; slot and leader timeout are in proportion. */
  readonly blockInterval: number;
}

/** The genesis document of a network whose only member this node is. */
export function createNetworkGenesis({ name, startsAtMs, publicKey, blockInterval }: NewNetwork): v2.Genesis {
  const { slot_duration, block_interval, leader_timeout } = mainParameters;
  return v2.Genesis.parse({
    ...{ format: "lucid-genesis", version: 2, network: name, genesis_time: Math.floor(startsAtMs / 1_000), previous: null },
    parameters: {
      ...mainParameters,
      block_interval: blockInterval,
      slot_duration: (blockInterval * slot_duration) / block_interval,
      leader_timeout: Math.max(1, Math.floor((blockInterval * leader_timeout) / block_interval)),
    },
    members: [{ entity: publicKey, public_key: publicKey, weight: 1 }],
  });
}
