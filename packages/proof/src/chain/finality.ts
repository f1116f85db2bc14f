import { DOMAIN } from "../encoding/domains.ts";
import type { Attestation, BlockRef, SignedHeader } from "../formats/block.ts";
import type { FinalityLink } from "../formats/evidence.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import type { Network } from "./network.ts";
import type { SignatureCheck } from "./signature-check.ts";

/** The statement each voter of a link signed. */
export const attestationOf = (link: FinalityLink, network: string, attester: string): Attestation => ({
  network,
  epoch: link.epoch,
  source: link.source,
  target: link.target,
  attester,
});

/** What votes are counted by. */
type Weighing = Pick<Network, "hash" | "weights" | "totalWeight">;

const sameBlock = (left: BlockRef, right: BlockRef): boolean => left.height === right.height && left.hash === right.hash;

/** Whether a weight is more than two thirds of the total. Exact. */
export const isSupermajority = (weight: bigint, total: bigint): boolean => 3n * weight > 2n * total;

/** Signatures and weight of one link. Each attester counts once. Returns how many there are. */
function checkLink(link: FinalityLink, network: Weighing, isSigned: SignatureCheck): Outcome<number> {
  const voters = new Set<string>();
  let weight = 0n;
  for (const { attester, signature } of link.signatures) {
    const ofAttester = network.weights.get(attester);
    const detail = `${attester} for height ${link.target.height}`;
    if (ofAttester === undefined) return failed("attester-unknown", { detail });
    if (!isSigned(DOMAIN.attestation, attestationOf(link, network.hash, attester), signature, attester))
      return failed("attestation-signature", { detail });
    if (!voters.has(attester)) weight += ofAttester;
    voters.add(attester);
  }
  if (!isSupermajority(weight, network.totalWeight))
    return failed("finality-weight", { detail: `${weight} of ${network.totalWeight} for height ${link.target.height}` });
  return passed(voters.size);
}

/**
 * Casper-FFG finality of the last of `headers` (consensus section 4): the first link justifies it, the
 * second justifies its child with it as the source. Returns the smaller number of voters of the two.
 */
export function checkFinality(
  [justification, confirmation]: readonly [FinalityLink, FinalityLink],
  headers: readonly SignedHeader[],
  hashes: readonly string[],
  network: Weighing,
  isSigned: SignatureCheck,
): Outcome<number> {
  const problem = linkProblem(justification, confirmation, headers, hashes, network);
  if (problem !== undefined) return failed("finality-link", { detail: problem });
  const first = checkLink(justification, network, isSigned);
  if (!first.ok) return first;
  const second = checkLink(confirmation, network, isSigned);
  return second.ok ? passed(Math.min(first.value, second.value)) : second;
}

function linkProblem(
  justification: FinalityLink,
  confirmation: FinalityLink,
  headers: readonly SignedHeader[],
  hashes: readonly string[],
  network: Weighing,
): string | undefined {
  const last = headers.at(-1)?.header;
  const first = headers[0]?.header;
  const hash = hashes.at(-1);
  if (last === undefined || first === undefined || hash === undefined) return "there is no block";
  const final = { height: last.height, hash };
  const { source } = justification;
  if (!sameBlock(justification.target, final)) return "the first link does not point to the last block";
  if (justification.epoch !== last.epoch) return "the first link is of another epoch than its block";
  if (source.height >= last.height) return "the first link's source is not below its target";
  if (source.hash !== (knownHash(source.height, first.height, first.previous_hash, hashes, network) ?? source.hash))
    return "the first link's source is on another branch";
  if (!sameBlock(confirmation.source, final)) return "the second link does not start at the last block";
  if (confirmation.target.height !== last.height + 1) return "the second link does not point to the next height";
  if (confirmation.epoch < last.epoch) return "the second link is of an earlier epoch";
  return undefined;
}

/** Hash of the block at a height, where the evidence itself shows it. */
function knownHash(height: number, firstHeight: number, beforeFirst: string, hashes: readonly string[], network: Weighing) {
  if (height === 0) return network.hash;
  return height === firstHeight - 1 ? beforeFirst : hashes[height - firstHeight];
}
