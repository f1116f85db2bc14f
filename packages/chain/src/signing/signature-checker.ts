import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { type Domain, signedBytes, verifyObject } from "@lucid/proof";

/** Says whether an Ed25519 signature (hex) by a key (hex) covers a value under a domain. */
export type CheckSignature = (domain: Domain, value: unknown, signature: string, publicKey: string) => boolean;

/** Keys kept ready: more than a network's producers and the senders of a busy hour. */
const MAX_KEYS = 4_096;

/**
 * The verifier's own Ed25519 judges the first signature of a key, and with it the key; OpenSSL, which checks
 * the same equation some twenty times faster but lets weak keys pass, judges the following ones.
 */
export function createSignatureChecker(): CheckSignature {
  const keys = new Map<string, KeyObject>();
  return (domain, value, signature, publicKey) => {
    const known = keys.get(publicKey);
    if (known !== undefined) return verify(null, signedBytes(domain, value), known, Buffer.from(signature, "hex"));
    if (!verifyObject(domain, value, signature, publicKey)) return false;
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(publicKey, keyObject(publicKey));
    return true;
  };
}

const keyObject = (publicKey: string): KeyObject =>
  createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(publicKey, "hex").toString("base64url") }, format: "jwk" });
