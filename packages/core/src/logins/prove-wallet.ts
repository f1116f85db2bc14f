import { loginErrors } from "@lucid/contract";
import { recoverTronAddress } from "@lucid/proof";
import type { Challenges, OpenChallenge, Purpose } from "./challenges.ts";

export interface WalletProof {
  readonly challenge_id: string;
  /** TRON message signature (signMessageV2) of the challenge, hex as `SignatureHex` leaves it. */
  readonly signature: string;
}

/** Takes proofs of who somebody is. What is wrong about one is thrown. */
export function createProver({ challenges }: { readonly challenges: Pick<Challenges, "take"> }) {
  return {
    /** The challenge that was answered, which is spent. @throws CHALLENGE_INVALID, SIGNATURE_INVALID. */
    wallet(purpose: Purpose, address: string, proof: WalletProof): OpenChallenge {
      const challenge = challenges.take(proof.challenge_id, purpose);
      if (challenge?.address !== address) throw loginErrors.CHALLENGE_INVALID();
      if (recoverTronAddress(challenge.message, proof.signature) !== address) throw loginErrors.SIGNATURE_INVALID();
      return challenge;
    },
  };
}
export type Prover = ReturnType<typeof createProver>;
