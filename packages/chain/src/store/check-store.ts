import { hashObject } from "@lucid/proof";
import { rootOf } from "../blocks/check-block.ts";
import { parseSigned, signedHeaderOf } from "./block-store.ts";
import type { ChainStore } from "./create-chain-store.ts";

/**
 * Claims a new database for a network, or checks that it belongs to it and that every block from the last
 * final one up is what its hash says.
 * @throws if it is another network's, or damaged.
 */
export function checkStore({ meta, blocks }: Pick<ChainStore, "meta" | "blocks">, networkId: string): void {
  const owner = meta.get("network");
  if (owner === undefined && blocks.head() === undefined) meta.set("network", networkId);
  else if (owner !== networkId) throw new Error(`The chain database belongs to the network ${owner}, not to ${networkId}`);

  const finalHash = meta.get("final");
  const final = finalHash === undefined ? undefined : blocks.byHash(finalHash);
  if (finalHash !== undefined && final === undefined) throw new Error(`The chain database is damaged: ${finalHash} is missing`);
  const recent = [...(final === undefined ? [] : [final]), ...blocks.above(final?.height ?? 0)];
  for (const row of recent) {
    const { header } = signedHeaderOf(row);
    const body = blocks.body(row);
    const isWhole =
      hashObject(header) === row.hash &&
      header.previous_hash === row.parent &&
      rootOf(body.transactions) === header.tx_root &&
      rootOf(body.attestations) === header.attestation_root &&
      blocks.transactionsOf(row.hash).every(({ id, content }) => hashObject(parseSigned(content).transaction) === id);
    if (!isWhole) throw new Error(`The chain database is damaged: block ${row.hash} is not what its hash says`);
  }
}
