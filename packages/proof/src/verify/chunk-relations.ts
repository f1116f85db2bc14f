import type { Network } from "../chain/network.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import type { ChunkProof } from "../formats/evidence.ts";
import type { SessionAnchor, Transaction } from "../formats/transaction.ts";
import { verifyConsistency } from "../merkle/verify.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { isOfNetwork } from "../session/after.ts";
import { checkEntry } from "../session/entries.ts";
import { checkOneChain, startsBeforeNetwork } from "./check-relations.ts";
import { endsTooLate } from "./clock-tolerance.ts";
import type { ChainFacts } from "./verdict.ts";

/**
 * What no honest node and network can bring about although entry, path and evidence hold by themselves: of the relations
 * of a bundle those that a single chunk and a single block show.
 */
export function checkChunkRelations(
  { entry, evidence }: Pick<ChunkProof, "entry" | "evidence">,
  network: Network,
  chain: ChainFacts,
): Outcome<undefined> {
  const chunk = entry.index;
  const alone = checkEntryAlone(entry);
  if (!alone.ok) return alone;
  if (!isOfNetwork(entry.after ?? null, network.hash)) return failed("after-mismatch", { chunk, detail: "another genesis" });
  const { transaction } = evidence.transaction;
  const anchor = anchorIn(transaction);
  if (anchor && (entry.started_at_ms < anchor.started_at_ms || entry.ended_at_ms > anchor.ended_at_ms))
    return failed("chunk-times", { chunk, detail: "outside of the recording that is anchored" });
  if (startsBeforeNetwork(anchor?.started_at_ms ?? entry.started_at_ms, network)) return failed("start-before-network");
  if (endsTooLate(anchor?.ended_at_ms ?? entry.ended_at_ms, chain)) return failed("anchor-time", { chunk });
  if (!continuesHead(transaction)) return failed("checkpoint-mismatch", { detail: "the head that the anchor continues" });
  const blocks = checkOneChain([{ evidence, chain, part: undefined }], network, { blocks: [entry.after], part: undefined });
  return blocks.ok ? passed(undefined) : blocks;
}

/** What an entry says of its own times, gap and sizes, whichever chunk it is. */
function checkEntryAlone(entry: ChunkEntry): Outcome<undefined> {
  const first = checkEntry({ ...entry, index: 0 }, undefined, { session_id: entry.session_id, started_at_ms: 0 });
  if (first.ok) return passed(undefined);
  const { code, detail } = first.failure;
  return failed(code, { chunk: entry.index, detail });
}

const anchorIn = (transaction: Transaction): SessionAnchor | undefined =>
  transaction.type === "session_anchor" || transaction.type === "session_anchor_v2" ? transaction.data : undefined;

/** The head that a second anchor says it goes on from is the beginning of what it anchors. */
function continuesHead(transaction: Transaction): boolean {
  if (transaction.type !== "session_anchor_v2" || transaction.data.consistency === null) return true;
  const { consistency, chunk_count, merkle_root } = transaction.data;
  const { size, root, path } = consistency;
  return verifyConsistency({ from: { size, root }, to: { size: chunk_count, root: merkle_root }, path });
}
