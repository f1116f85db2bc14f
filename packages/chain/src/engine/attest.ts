import type { SignedAttestation } from "@lucid/proof";
import type { BlockRules } from "../blocks/block-rules.ts";
import type { SignState } from "../signing/sign-state.ts";
import type { Ledger } from "./ledger.ts";

export interface AttestDeps {
  readonly ledger: Ledger;
  readonly rules: Pick<BlockRules, "networkId" | "attestersOf">;
  readonly signState: SignState;
  readonly publicKey: string;
}

/**
 * This node's vote for the head, once it has one to give: it is an attester of the head's epoch and has not
 * signed for this height. A fallback's block cannot be valid before T + leader_timeout, so a head may be
 * voted for as soon as it is one.
 */
export function attest({ ledger, rules, signState, publicKey }: AttestDeps): SignedAttestation | undefined {
  const { head, justified } = ledger;
  if (head.height <= justified.height || !rules.attestersOf(head.epoch).has(publicKey)) return undefined;
  const last = signState.last.attestation;
  if (last !== undefined && head.height <= last.target.height) return undefined;
  const attestation = {
    network: rules.networkId,
    epoch: head.epoch,
    source: { height: justified.height, hash: justified.hash },
    target: { height: head.height, hash: head.hash },
    attester: publicKey,
  };
  const signature = signState.signAttestation(attestation);
  return signature === undefined ? undefined : { attestation, signature };
}
