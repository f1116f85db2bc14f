import { z } from "zod";
import { checkFormat } from "../encoding/canonical-json.ts";
import { hashObject } from "../encoding/hash.ts";
import { BlockRef } from "../formats/block.ts";
import { Hash, UnixSeconds } from "../formats/primitives.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { MAX_MEMBERS, MemberList, type Members, membersHash, type Voters, votersOf } from "./members.ts";

const positive = z.int().positive();
const between = (least: number, most: number) => z.int().min(least).max(most);

/** Parameters of a network of version 2 (consensus 1); durations in seconds, `d_min` as [numerator, denominator]. */
export const Parameters = z.strictObject({
  slot_duration: positive,
  block_interval: positive,
  leader_timeout: positive,
  max_fallbacks: between(0, 16),
  cooldown_slots: between(8, 32),
  epoch_slots: positive,
  window_epochs: between(1, 30),
  d_min: z.tuple([between(0, 1_000), between(1, 1_000)]),
  max_block_bytes: between(262_144, 4_194_304),
  max_transactions: between(1, 1_000),
  max_items: between(1_000, 16_000),
  max_attesters: between(1, MAX_MEMBERS),
  checkpoint_blocks: between(1, 60),
  future_tolerance: positive,
  base_bytes_per_session: positive,
  credit_cap: positive,
});
export type Parameters = z.infer<typeof Parameters>;

/** The document a network of version 2 is made of. Its hash names the network and is `previous_hash` of block 1. */
export const Genesis = z.strictObject({
  format: z.literal("lucid-genesis"),
  version: z.literal(2),
  network: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, "1 to 32 of a-z, 0-9, _ and -"),
  genesis_time: UnixSeconds,
  parameters: Parameters,
  /** Version 0 of the membership. */
  members: MemberList.shape.members,
  /** The network that this one succeeds, with its last final block. */
  previous: z.strictObject({ network: Hash, last: BlockRef }).nullable(),
});
export type Genesis = z.infer<typeof Genesis>;

export interface Network {
  readonly genesis: Genesis;
  /** Hash of the genesis document. */
  readonly hash: string;
  /** Version 0 of the membership. */
  readonly members: Members;
  readonly membersHash: string;
  readonly voters: Voters;
}

/** Checks a genesis document: its form, and that its parameters do not contradict each other. */
export function openNetwork(document: unknown): Outcome<Network> {
  const parsed = checkFormat(Genesis, document);
  if (!parsed.ok) return parsed;
  const genesis = parsed.value;
  const { parameters } = genesis;
  if (parameters.slot_duration % parameters.block_interval !== 0)
    return failed("genesis-invalid", { detail: "slot_duration is not a multiple of block_interval" });
  if (parameters.d_min[0] > parameters.d_min[1]) return failed("genesis-invalid", { detail: "d_min is above 1" });
  if (genesis.members.length > parameters.max_attesters)
    return failed("genesis-invalid", { detail: "more members than max_attesters" });
  const members: Members = { current: { version: 0, members: genesis.members }, pending: null };
  return passed({ genesis, hash: hashObject(genesis), members, membersHash: membersHash(members), voters: votersOf(members) });
}
