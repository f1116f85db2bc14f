import { parseFormat } from "@lucid/proof";
import type { ChainBlock } from "../transactions/transaction-format.ts";
import { type BlockRefusal, type BlockRules, maxAttestations, refuse } from "./block-rules.ts";

/**
 * Reads a block as it was received. The size is looked at before anything is parsed; the bytes must be
 * exactly the canonical form of a block.
 */
export function readBlock(
  bytes: Uint8Array,
  { genesis, format }: Pick<BlockRules, "genesis" | "format">,
): { readonly ok: true; readonly block: ChainBlock } | BlockRefusal {
  const { max_block_bytes, max_transactions } = genesis.parameters;
  if (bytes.length > max_block_bytes) return refuse("too_large");
  const parsed = parseFormat(format.block, bytes, max_block_bytes);
  if (!parsed.ok) return refuse("malformed", parsed.failure.code);
  const block = parsed.value;
  if (block.transactions.length > max_transactions) return refuse("too_many_transactions");
  if (block.attestations.length > maxAttestations(genesis)) return refuse("too_many_attestations");
  return { ok: true, block };
}
