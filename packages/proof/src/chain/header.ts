import { DOMAIN } from "../encoding/domains.ts";
import { hashObject } from "../encoding/hash.ts";
import type { Header, SignedHeader } from "../formats/block.ts";
import type { GenesisParameters } from "../formats/genesis.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import type { Network } from "./network.ts";
import type { SignatureCheck } from "./signature-check.ts";

/** Hash of a block: that of its header. */
export const blockHash = (header: Header): string => hashObject(header);

/** Earliest Unix second at which a block of this slot, position and rank may be made (consensus section 3). */
export function scheduledTime(
  genesis: { readonly genesis_time: number; readonly parameters: GenesisParameters },
  place: { readonly slot: number; readonly position: number; readonly rank: number },
): bigint {
  const { slot_duration, block_interval, leader_timeout } = genesis.parameters;
  return (
    BigInt(genesis.genesis_time) +
    BigInt(place.slot) * BigInt(slot_duration) +
    BigInt(place.position) * BigInt(block_interval) +
    BigInt(place.rank) * BigInt(leader_timeout)
  );
}

/** One header on its own: its network, its producer and signature, its place in the schedule. */
export function checkHeader(signed: SignedHeader, network: Network, isSigned: SignatureCheck): Outcome<string> {
  const { header, signature } = signed;
  const detail = `height ${header.height}`;
  if (header.network !== network.hash) return failed("network-mismatch", { detail });
  if (!network.weights.has(header.producer)) return failed("header-producer", { detail });
  if (!isSigned(DOMAIN.block, header, signature, header.producer)) return failed("header-signature", { detail });
  const problem = scheduleProblem(header, network);
  return problem === undefined ? passed(blockHash(header)) : failed("header-schedule", { detail: `${detail}: ${problem}` });
}

function scheduleProblem(header: Header, { genesis }: Network): string | undefined {
  const { slot_duration, block_interval, epoch_slots, max_fallbacks } = genesis.parameters;
  if (header.epoch !== Math.floor(header.slot / epoch_slots)) return "epoch is not that of the slot";
  if (header.position >= slot_duration / block_interval) return "slot has no such position";
  if (header.rank > max_fallbacks) return "rank beyond the last fallback";
  if (BigInt(header.timestamp) < scheduledTime(genesis, header)) return "timestamp before the scheduled time";
  return undefined;
}

/** Headers that follow one another, each checked on its own. Returns their hashes. */
export function checkHeaderChain(
  headers: readonly SignedHeader[],
  network: Network,
  isSigned: SignatureCheck,
): Outcome<readonly string[]> {
  const hashes: string[] = [];
  let parent: Header | undefined;
  for (const signed of headers) {
    const hash = checkHeader(signed, network, isSigned);
    if (!hash.ok) return hash;
    const { header } = signed;
    const problem = followProblem(parent, hashes.at(-1) ?? network.hash, header);
    if (problem !== undefined) return failed("header-chain", { detail: `height ${header.height}: ${problem}` });
    hashes.push(hash.value);
    parent = header;
  }
  return passed(hashes);
}

function followProblem(parent: Header | undefined, parentHash: string, header: Header): string | undefined {
  if (parent === undefined)
    return header.height === 1 && header.previous_hash !== parentHash ? "block 1 does not follow the genesis" : undefined;
  if (header.height !== parent.height + 1) return "heights are not consecutive";
  if (header.previous_hash !== parentHash) return "previous_hash is not the hash of the block before";
  if (header.timestamp <= parent.timestamp) return "timestamp is not after that of the block before";
  if (header.slot < parent.slot || (header.slot === parent.slot && header.position <= parent.position))
    return "slot and position are not after those of the block before";
  return undefined;
}
