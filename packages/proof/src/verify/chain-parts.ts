import { partNames } from "../bundle/layout.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import { checkEvidence } from "../chain/evidence.ts";
import type { Network } from "../chain/network.ts";
import type { SignatureCheck } from "../chain/signature-check.ts";
import { hashObject } from "../encoding/hash.ts";
import type { Evidence } from "../formats/evidence.ts";
import type { Manifest } from "../formats/manifest.ts";
import type { AnchorConsistency, SessionAnchor, Transaction } from "../formats/transaction.ts";
import type { MerkleTree } from "../merkle/tree.ts";
import { verifyConsistency } from "../merkle/verify.ts";
import { failed, locate, type Outcome, passed } from "../outcome.ts";
import { anchorOf } from "../session/manifest.ts";
import { headOf } from "./chunk-proof.ts";
import { endsTooLate } from "./clock-tolerance.ts";
import type { AnchorFacts, ChainFacts, CheckpointFacts } from "./verdict.ts";

/**
 * The entry on the chain for the whole recording: final, about exactly this manifest, sent by its node. Where it says which
 * head it continues, that is a head of this very tree.
 */
export function checkAnchor(
  bundle: Bundle,
  manifestHash: string,
  tree: MerkleTree,
  network: Network,
  isSigned: SignatureCheck,
): Outcome<AnchorFacts> {
  const { manifest } = bundle.manifest;
  const chain = checkEvidence(bundle.anchor, network, isSigned);
  if (!chain.ok) return locate(chain, { part: partNames.anchor });
  const stated = statedBy(bundle.anchor.transaction.transaction);
  const problem = anchorProblem(stated, anchorOf(manifest, manifestHash), manifest, tree, chain.value);
  if (problem !== undefined) return failed(problem, { part: partNames.anchor });
  return passed({ ...chain.value, continues: stated?.consistency === null ? 0 : stated?.consistency?.size });
}

interface StatedAnchor {
  readonly anchor: SessionAnchor;
  /** Undefined in an anchor of the first kind. */
  readonly consistency: AnchorConsistency | null | undefined;
}

function statedBy(transaction: Transaction): StatedAnchor | undefined {
  if (transaction.type === "session_anchor") return { anchor: transaction.data, consistency: undefined };
  if (transaction.type !== "session_anchor_v2") return undefined;
  const { consistency, ...anchor } = transaction.data;
  return { anchor, consistency };
}

function anchorProblem(
  stated: StatedAnchor | undefined,
  right: SessionAnchor,
  manifest: Manifest,
  tree: MerkleTree,
  chain: ChainFacts,
) {
  if (stated === undefined || hashObject(stated.anchor) !== hashObject(right)) return "anchor-mismatch";
  if (chain.sender !== manifest.node) return "anchor-sender";
  if (endsTooLate(Math.max(manifest.ended_at_ms, manifest.created_at_ms), chain)) return "anchor-time";
  return stated.consistency && !continuesHead(stated.consistency, tree) ? "checkpoint-mismatch" : undefined;
}

function continuesHead({ size, root, path }: AnchorConsistency, tree: MerkleTree): boolean {
  if (size > tree.size || tree.rootAt(size) !== root) return false;
  return verifyConsistency({ from: { size, root }, to: { size: tree.size, root: tree.root() }, path });
}

/**
 * Tree heads anchored while the session ran: final, sent by its node, heads of this very tree, ascending, and none larger
 * than the last one by the anchor's own word. One step is one of them; its signatures are counted where they are checked.
 */
export function* checkpointSteps(
  bundle: Bundle,
  tree: MerkleTree,
  continues: AnchorFacts["continues"],
  network: Network,
  isSigned: SignatureCheck,
): Generator<number, Outcome<readonly CheckpointFacts[]>> {
  const facts: CheckpointFacts[] = [];
  for (const evidence of bundle.checkpoints) {
    const before = facts.at(-1);
    const checkpoint = checkCheckpoint(evidence, before?.chunks ?? 0, bundle.manifest.manifest, tree, network, isSigned);
    if (!checkpoint.ok) return locate(checkpoint, { part: partNames.checkpoints });
    if (continues !== undefined && checkpoint.value.chunks > continues)
      return failed("checkpoint-mismatch", { part: partNames.checkpoints, detail: "larger than the head the anchor continues" });
    if (before !== undefined && checkpoint.value.chunks <= before.chunks)
      return failed("checkpoint-order", { part: partNames.checkpoints });
    facts.push(checkpoint.value);
    yield 0;
  }
  return passed(facts);
}

function checkCheckpoint(
  evidence: Evidence,
  fixed: number,
  manifest: Manifest,
  tree: MerkleTree,
  network: Network,
  isSigned: SignatureCheck,
): Outcome<CheckpointFacts> {
  const chain = checkEvidence(evidence, network, isSigned);
  if (!chain.ok) return chain;
  const { transaction } = evidence.transaction;
  const head = transaction.type === "node_checkpoint" ? headOf(transaction, manifest.session_id) : undefined;
  const last = head === undefined ? undefined : manifest.chunks[head.size - 1];
  if (head === undefined || last === undefined || tree.rootAt(head.size) !== head.root) return failed("checkpoint-mismatch");
  if (chain.value.sender !== manifest.node) return failed("anchor-sender");
  if (endsTooLate(last.ended_at_ms, chain.value)) return failed("anchor-time", { chunk: last.index });
  const blockMs = chain.value.blockTime * 1_000;
  return passed({
    ...chain.value,
    chunks: head.size,
    endedAtMs: last.ended_at_ms,
    isLive: blockMs <= manifest.ended_at_ms,
    lagMs: blockMs - (manifest.chunks[fixed] ?? last).ended_at_ms,
  });
}
