import { checkEvidence } from "../chain/evidence.ts";
import { openNetwork } from "../chain/network.ts";
import { createSignatureCheck } from "../chain/signature-check.ts";
import { canonicalBytes, checkFormat, parseFormat } from "../encoding/canonical-json.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import { ChunkProof } from "../formats/evidence.ts";
import type { Genesis } from "../formats/genesis.ts";
import type { Transaction } from "../formats/transaction.ts";
import { verifyInclusion } from "../merkle/verify.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { blocksIn, isBefore } from "./check-after.ts";
import { checkChunkRelations } from "./chunk-relations.ts";
import { networkFacts } from "./network-facts.ts";
import type { ChainFacts, NetworkFacts } from "./verdict.ts";

/** Largest chunk proof a reader accepts: a long header chain and a full checkpoint. */
export const MAX_CHUNK_PROOF_BYTES = 4_194_304;

/** What a chunk proof shows: this entry is chunk `entry.index` of the first `treeSize`, and was so by `chain.blockTime`. */
export interface ChunkProofFacts {
  readonly network: NetworkFacts;
  readonly entry: ChunkEntry;
  readonly treeSize: number;
  readonly committedBy: Transaction["type"];
  readonly chain: ChainFacts;
}

/** Reads a chunk proof strictly from its canonical JSON. */
export const readChunkProof = (bytes: Uint8Array): Outcome<ChunkProof> => parseFormat(ChunkProof, bytes, MAX_CHUNK_PROOF_BYTES);

/**
 * Checks the proof of one chunk against a network. Compare the chunk's file with the entry by `verifyChunkFile`,
 * and `chain.sender` with the node you expect: a proof alone does not say who was allowed to record.
 */
export function verifyChunkProof(proof: ChunkProof, genesis: Genesis): Outcome<ChunkProofFacts> {
  const network = openNetwork(genesis);
  if (!network.ok) return network;
  const parsed = checkFormat(ChunkProof, proof);
  if (!parsed.ok) return parsed;
  const { entry, path, evidence } = parsed.value;
  const chunk = entry.index;
  const chain = checkEvidence(evidence, network.value, createSignatureCheck());
  if (!chain.ok) return chain;
  const head = headOf(evidence.transaction.transaction, entry.session_id);
  if (head === undefined) return failed("path-invalid", { chunk, detail: "the transaction is about other sessions" });
  if (!verifyInclusion({ leaf: canonicalBytes(entry), index: entry.index, path, ...head }))
    return failed("path-invalid", { chunk });
  if (!isBefore(entry.after ?? null, chain.value, blocksIn([evidence]))) return failed("after-mismatch", { chunk });
  const relations = checkChunkRelations({ entry, evidence }, network.value, chain.value);
  if (!relations.ok) return relations;
  return passed({
    network: networkFacts(network.value, undefined),
    entry,
    treeSize: head.size,
    committedBy: evidence.transaction.transaction.type,
    chain: chain.value,
  });
}

/** Size and root that a transaction commits to for a session, if its type commits to any. A checkpoint may name a session once. */
export function headOf(
  transaction: Transaction,
  sessionId: string,
): { readonly size: number; readonly root: string } | undefined {
  switch (transaction.type) {
    case "session_anchor":
    case "session_anchor_v2": {
      const { session_id, chunk_count, merkle_root } = transaction.data;
      return session_id === sessionId ? { size: chunk_count, root: merkle_root } : undefined;
    }
    case "node_checkpoint": {
      const [head, ...others] = transaction.data.heads.filter((one) => one.session_id === sessionId);
      return head === undefined || others.length > 0 ? undefined : { size: head.size, root: head.root };
    }
    default:
      return undefined;
  }
}
