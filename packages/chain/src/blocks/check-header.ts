import { DOMAIN, type SignedHeader } from "@lucid/proof";
import type { TreeBlock } from "../consensus/block-tree.ts";
import { comparePositions, epochOf, expectedTime, positionsPerSlot } from "../schedule/slots.ts";
import { type BlockRefusal, type BlockRules, refuse } from "./block-rules.ts";

/**
 * The rules of consensus.md 3 and 5 that a header is judged by with nothing but its parent and the clock.
 * `now` is in unix seconds. Returns what is wrong, or undefined.
 */
export function checkHeader(
  { header, signature }: SignedHeader,
  parent: TreeBlock,
  rules: BlockRules,
  now: number,
): BlockRefusal | undefined {
  const { genesis, networkId } = rules;
  const { parameters } = genesis;
  if (header.network !== networkId) return refuse("wrong_network");
  if (header.previous_hash !== parent.hash) return refuse("wrong_parent");
  if (header.height !== parent.height + 1) return refuse("wrong_height");
  if (header.position >= positionsPerSlot(genesis) || comparePositions(header, parent) <= 0) return refuse("wrong_position");
  if (header.epoch !== epochOf(genesis, header.slot)) return refuse("wrong_epoch");
  if (rules.elect(header.slot)[header.rank] !== header.producer) return refuse("wrong_producer");
  if (header.timestamp < expectedTime(genesis, header, header.rank)) return refuse("too_early");
  if (header.timestamp <= parent.timestamp) return refuse("not_after_parent");
  if (header.timestamp > now + parameters.future_tolerance) return refuse("from_the_future");
  if (!rules.checkSignature(DOMAIN.block, header, signature, header.producer)) return refuse("bad_signature");
  return undefined;
}
