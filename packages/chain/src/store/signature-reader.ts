import type { ReadDb } from "@lucid/foundation";
import type { KnownSignatures } from "../signing/sign-state.ts";
import { type AttestationRow, signedAttestationOf } from "./attestation-store.ts";

/** The last block and attestation of a key in the database. Goes through all blocks: only for a lost sign-state file. */
export function lastSignatures(db: ReadDb, publicKey: string, networkId: string): KnownSignatures {
  const block = db
    .prepare<[string], { slot: number; position: number; hash: string }>(
      "SELECT slot, position, hash FROM block WHERE producer = ? ORDER BY slot DESC, position DESC LIMIT 1",
    )
    .get(publicKey);
  const attestation = db
    .prepare<[string], AttestationRow>("SELECT * FROM attestation WHERE attester = ? ORDER BY target_height DESC LIMIT 1")
    .get(publicKey);
  return {
    block: block,
    attestation: attestation === undefined ? undefined : signedAttestationOf(attestation, networkId).attestation,
  };
}
