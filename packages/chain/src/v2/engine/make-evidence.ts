import { canonicalBytes, merkle, type v2 } from "@lucid/proof";
import type { PreparedBlock } from "../blocks/prepare-block.ts";
import type { NetworkStore } from "../store/store.types.ts";
import type { Certificates } from "./certificates.ts";

export interface EvidenceParts {
  readonly store: Pick<NetworkStore, "block">;
  readonly certificates: Pick<Certificates, "from">;
  readonly prepare: (bytes: Uint8Array) => PreparedBlock;
  /** Hash of the block at a height between genesis and head. */
  readonly canonicalHash: (height: number) => string | undefined;
}

const DAMAGED_INDEX = "The chain database is damaged: a transaction does not stand where it says";

/**
 * Why one item of a transaction is final (consensus 7.1): undefined while it is not. `block` is the hash of the canonical
 * block that holds the transaction at `index`.
 */
export function makeEvidence(
  { store, certificates, prepare, canonicalHash }: EvidenceParts,
  place: { readonly id: string; readonly block: string; readonly index: number },
  itemIndex: number,
): v2.Evidence | undefined {
  const bytes = store.block(place.block);
  if (bytes === undefined) return undefined;
  const { block, transactions } = prepare(bytes);
  if (transactions[place.index]?.id !== place.id) throw new Error(DAMAGED_INDEX);
  const sent = block.transactions[place.index];
  if (sent === undefined || !("items" in sent)) return undefined;
  const item = sent.items[itemIndex];
  const final = certificates.from(block.header.height);
  if (item === undefined || final === undefined) return undefined;
  const { transaction, signature, items } = sent;
  const isSame = final.header.height === block.header.height;
  const leaves = block.transactions.map((other) => ({ transaction: other.transaction, signature: other.signature }));
  return {
    ...{ transaction, signature, tx_index: place.index, tx_path: pathIn(leaves.map(canonicalBytes), place.index) },
    ...{ item, item_index: itemIndex, item_path: pathIn(items.map(canonicalBytes), itemIndex) },
    header: isSame ? null : block.header,
    history_path: isSame ? [] : historyPath(canonicalHash, block.header.height, final.header.height),
    final,
  };
}

function pathIn(leaves: readonly Uint8Array[], index: number): string[] {
  const tree = merkle.createTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree.inclusionPath(index, leaves.length);
}

function historyPath(canonicalHash: EvidenceParts["canonicalHash"], height: number, finalHeight: number): string[] {
  const hashes = Array.from({ length: finalHeight - 1 }, (_, below) => canonicalHash(below + 1) ?? "");
  return pathIn(
    hashes.map((hash) => Uint8Array.from(Buffer.from(hash, "hex"))),
    height - 1,
  );
}
