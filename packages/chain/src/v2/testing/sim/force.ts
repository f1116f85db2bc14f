import { canonicalBytes, DOMAIN, v2 } from "@lucid/proof";
import type { ChainKeys } from "../../../ports.types.ts";
import type { SimNode, World } from "./world.ts";

/** What is signed past an engine, which might not sign it; `data` may have any form. */
export interface Forced {
  readonly type: v2.Transaction["type"];
  readonly sequence: number;
  readonly data: unknown;
  readonly items?: readonly v2.Item[];
}

/** What is signed for a list of these items. */
export const forcedList = (type: v2.ListType, sequence: number, items: readonly v2.Item[]): Forced => ({
  ...{ type, sequence, items, data: { items_root: v2.itemsRoot(items), count: items.length } },
});

/** The bytes of a transaction that a key signs, whatever becomes of it; it expires in an hour. */
export function signForced({ network, queue }: World, keys: ChainKeys, { type, sequence, data, items }: Forced): Uint8Array {
  const expires_at = network.genesis.genesis_time + Math.floor(queue.nowMs / 1_000) + 3_600;
  const transaction = { version: 2, network: network.hash, sender: keys.publicKey, sequence, expires_at, type, data };
  const signature = keys.sign(DOMAIN.transactionV2, transaction);
  return canonicalBytes(items === undefined ? { transaction, signature } : { transaction, signature, items });
}

/** Signs a transaction past a node's engine, and sends it to all others. */
export function force(world: World, { keys, index }: SimNode, forced: Forced): void {
  const bytes = signForced(world, keys, forced);
  for (const node of world.nodes) if (node.index !== index) world.deliver(index, node.index, "transactions", bytes);
}
