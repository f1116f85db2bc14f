import { partNames } from "../bundle/layout.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import { checkEvidence } from "../chain/evidence.ts";
import type { Network } from "../chain/network.ts";
import type { SignatureCheck } from "../chain/signature-check.ts";
import { hashObject } from "../encoding/hash.ts";
import type { Evidence } from "../formats/evidence.ts";
import type { Manifest } from "../formats/manifest.ts";
import type { MerkleTree } from "../merkle/tree.ts";
import { failed, locate, type Outcome, passed } from "../outcome.ts";
import { anchorOf } from "../session/manifest.ts";
import { headOf } from "./chunk-proof.ts";
import type { ChainFacts, CheckpointFacts } from "./verdict.ts";

/**
 * Seconds by which a recording may claim to end after the block that commits to it: the node's clock and
 * the block producer's are two, and blocks carry whole seconds.
 */
const CLOCK_TOLERANCE_S = 60;

const endsTooLate = (endedAtMs: number, chain: ChainFacts): boolean => endedAtMs > (chain.blockTime + CLOCK_TOLERANCE_S) * 1000;

/** The entry on the chain for the whole recording: final, about exactly this manifest, sent by its node. */
export function checkAnchor(bundle: Bundle, network: Network, isSigned: SignatureCheck): Outcome<ChainFacts> {
  const { manifest } = bundle.manifest;
  const chain = checkEvidence(bundle.anchor, network, isSigned);
  if (!chain.ok) return locate(chain, { part: partNames.anchor });
  const { transaction } = bundle.anchor.transaction;
  const problem = anchorProblem(
    transaction.type === "session_anchor" ? hashObject(transaction.data) : undefined,
    manifest,
    chain.value,
  );
  return problem === undefined ? chain : failed(problem, { part: partNames.anchor });
}

function anchorProblem(dataHash: string | undefined, manifest: Manifest, chain: ChainFacts) {
  if (dataHash !== hashObject(anchorOf(manifest))) return "anchor-mismatch";
  if (chain.sender !== manifest.node) return "anchor-sender";
  return endsTooLate(manifest.ended_at_ms, chain) ? "anchor-time" : undefined;
}

/** Tree heads anchored while the session ran: final, sent by its node, heads of this very tree, ascending. */
export function checkCheckpoints(
  bundle: Bundle,
  tree: MerkleTree,
  network: Network,
  isSigned: SignatureCheck,
): Outcome<readonly CheckpointFacts[]> {
  const facts: CheckpointFacts[] = [];
  for (const evidence of bundle.checkpoints) {
    const checkpoint = checkCheckpoint(evidence, bundle.manifest.manifest, tree, network, isSigned);
    if (!checkpoint.ok) return locate(checkpoint, { part: partNames.checkpoints });
    const before = facts.at(-1);
    if (before !== undefined && checkpoint.value.chunks <= before.chunks)
      return failed("checkpoint-order", { part: partNames.checkpoints });
    facts.push(checkpoint.value);
  }
  return passed(facts);
}

function checkCheckpoint(
  evidence: Evidence,
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
  return passed({ ...chain.value, chunks: head.size, endedAtMs: last.ended_at_ms });
}
