import type { ChainKeys } from "@lucid/core";
import { type Attestation, DOMAIN, type Header, publicKeyOf, sha256, signObject, utf8 } from "@lucid/proof";
import type { ChainWitness } from "./chain-witness.ts";

/** A node key that is the same in every run. */
export function createTestKeys(name: string): ChainKeys {
  const secret = sha256(utf8(`lucid test key ${name}`));
  return { publicKey: publicKeyOf(secret), sign: (domain, value) => signObject(domain, value, secret) };
}

/** Keys whose every signature over a block or an attestation the witness sees, sent or not. */
export const watchedKeys = (keys: ChainKeys, witness: ChainWitness): ChainKeys => ({
  publicKey: keys.publicKey,
  sign(domain, value) {
    const signature = keys.sign(domain, value);
    if (domain === DOMAIN.attestation) witness.sawAttestation({ attestation: value as Attestation, signature });
    if (domain === DOMAIN.block) witness.sawBlock({ header: value as Header, signature, transactions: [], attestations: [] });
    return signature;
  },
});
