import type { SignatureCheck } from "../chain/signature-check.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { hashObject } from "../encoding/hash.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import type { Genesis, Network } from "./genesis.ts";
import type { Header } from "./header-format.ts";

type Timing = Pick<Genesis, "genesis_time" | "parameters">;
type Place = Pick<Header, "slot" | "position" | "rank">;

/** T_r: the Unix second from which on the block of this rank may be made (consensus 0). Exact for every safe integer. */
export function turnTime({ genesis_time, parameters }: Timing, { slot, position, rank }: Place): bigint {
  const { slot_duration, block_interval, leader_timeout } = parameters;
  return (
    BigInt(genesis_time) +
    BigInt(slot) * BigInt(slot_duration) +
    BigInt(position) * BigInt(block_interval) +
    BigInt(rank) * BigInt(leader_timeout)
  );
}

/** What is wrong with a header's place in the schedule and its time (consensus 5.1, 6.1), or undefined. */
export function placeProblem(header: Header, timing: Timing): string | undefined {
  const { slot_duration, block_interval, epoch_slots, max_fallbacks } = timing.parameters;
  if (header.epoch !== Math.floor(header.slot / epoch_slots)) return "epoch is not that of the slot";
  if (header.position >= slot_duration / block_interval) return "slot has no such position";
  if (header.rank > max_fallbacks) return "rank beyond the last fallback";
  const early = BigInt(header.timestamp) - turnTime(timing, header);
  if (early < 0n) return "timestamp before its turn";
  return early < BigInt(block_interval) ? undefined : "timestamp after its turn";
}

/** What of a block is compared with another one of its chain; the genesis stands before the first position. */
type Placed = Pick<Header, "height" | "slot" | "position" | "timestamp">;

/** Whether each block between two can have taken a later second and a later position than the one before it (consensus 5.1, 6.1). */
export function hasRoomBetween(before: Placed, after: Placed, { parameters }: Pick<Genesis, "parameters">): boolean {
  const blocks = BigInt(after.height) - BigInt(before.height);
  const positions = BigInt(parameters.slot_duration / parameters.block_interval);
  const positionOf = ({ slot, position }: Placed): bigint => BigInt(slot) * positions + BigInt(position);
  return BigInt(after.timestamp) - BigInt(before.timestamp) >= blocks && positionOf(after) - positionOf(before) >= blocks;
}

/** A header on its own: its network, place and time. Returns its hash. Whose turn it was, the votes vouch for. */
export function checkHeader(header: Header, network: Network): Outcome<string> {
  const detail = `height ${header.height}`;
  if (header.network !== network.hash) return failed("network-mismatch", { detail });
  const problem = placeProblem(header, network.genesis);
  if (problem !== undefined) return failed("header-schedule", { detail: `${detail}: ${problem}` });
  const start = { height: 0, slot: 0, position: -1, timestamp: network.genesis.genesis_time };
  if (!hasRoomBetween(start, header, network.genesis))
    return failed("header-schedule", { detail: `${detail}: too early to have as many blocks before it` });
  return passed(hashObject(header));
}

/** The same with the producer's signature. */
export function checkSignedHeader(
  { header, signature }: { readonly header: Header; readonly signature: string },
  network: Network,
  isSigned: SignatureCheck,
): Outcome<string> {
  const checked = checkHeader(header, network);
  if (!checked.ok) return checked;
  if (!isSigned(DOMAIN.blockV2, header, signature, header.producer))
    return failed("header-signature", { detail: `height ${header.height}` });
  return checked;
}
