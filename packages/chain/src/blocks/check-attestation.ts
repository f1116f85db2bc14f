import { DOMAIN, type SignedAttestation } from "@lucid/proof";
import type { BlockRules } from "./block-rules.ts";

export type AttestationRefusal =
  | "wrong_network"
  | "wrong_span"
  | "unknown_target"
  | "wrong_epoch"
  | "wrong_source"
  | "no_weight"
  | "bad_signature";

interface Ancestry {
  blockAt(height: number): { readonly hash: string; readonly epoch: number } | undefined;
}

/** Whether an attestation is a vote on this branch: its target on the branch and its source below that. */
export function checkAttestation(
  { attestation, signature }: SignedAttestation,
  branch: Ancestry,
  rules: Pick<BlockRules, "networkId" | "attestersOf" | "checkSignature">,
): AttestationRefusal | undefined {
  const { attester, epoch, network, source, target } = attestation;
  if (network !== rules.networkId) return "wrong_network";
  if (source.height >= target.height) return "wrong_span";
  const block = branch.blockAt(target.height);
  if (block?.hash !== target.hash) return "unknown_target";
  if (block.epoch !== epoch) return "wrong_epoch";
  if (branch.blockAt(source.height)?.hash !== source.hash) return "wrong_source";
  if (!rules.attestersOf(epoch).has(attester)) return "no_weight";
  return rules.checkSignature(DOMAIN.attestation, attestation, signature, attester) ? undefined : "bad_signature";
}
