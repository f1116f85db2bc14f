import { loginErrors } from "@lucid/contract";
import { recoverTronAddress } from "@lucid/proof";
import type { Challenges, Purpose } from "./challenges.ts";

export interface WalletProof {
  readonly challenge_id: string;
  /** TRON message signature (signMessageV2) of the challenge, hex as `SignatureHex` leaves it. */
  readonly signature: string;
}

/** Takes proofs of who somebody is. What is wrong about one is thrown. */
export function createProver({ challenges }: { readonly challenges: Pick<Challenges, "take"> }) {
  return {
    /** @throws CHALLENGE_INVALID, SIGNATURE_INVALID. */
    wallet(purpose: Purpose, address: string, proof: WalletProof): void {
      const challenge = challenges.take(proof.challenge_id, purpose);
      if (challenge?.address !== address) throw loginErrors.CHALLENGE_INVALID();
      if (recoverTronAddress(challenge.message, proof.signature) !== address) throw loginErrors.SIGNATURE_INVALID();
    },
  };
}
export type Prover = ReturnType<typeof createProver>;
