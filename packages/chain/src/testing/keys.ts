import { createPrivateKey, sign } from "node:crypto";
import { type Attestation, DOMAIN, type Header, publicKeyOf, sha256, signedBytes, utf8 } from "@lucid/proof";
import type { ChainKeys } from "../ports.types.ts";
import type { ChainWitness } from "./witness.ts";

/** RFC 8410: what stands before the 32 bytes of an Ed25519 seed in a PKCS #8 key. */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** A node key that is the same in every run. It signs with OpenSSL, as fast as simulations need it. */
export function createTestKeys(name: string): ChainKeys {
  const secret = sha256(utf8(`lucid test key ${name}`));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, secret]), format: "der", type: "pkcs8" });
  return {
    publicKey: publicKeyOf(secret),
    sign: (domain, value) => sign(null, signedBytes(domain, value), key).toString("hex"),
  };
}

/** Keys whose every signature over a block or an attestation the witness sees, sent or not. */
export const watchedKeys = (keys: ChainKeys, witness: ChainWitness): ChainKeys => ({
  publicKey: keys.publicKey,
  sign(domain, value) {
    const signature = keys.sign(domain, value);
    if (domain === DOMAIN.attestation) witness.sawAttestation({ attestation: value as Attestation, signature });
    if (domain === DOMAIN.block) witness.sawBlock({ header: value as Header, signature });
    return signature;
  },
});
