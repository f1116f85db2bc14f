import type { Domain } from "../encoding/domains.ts";
import { hashObject } from "../encoding/hash.ts";
import { verifyObject } from "../encoding/signature.ts";

/** Same arguments and answer as `verifyObject`. */
export type SignatureCheck = (domain: Domain, value: unknown, signature: string, publicKey: string) => boolean;

/** Checks each signature once, however often it comes: the checkpoints of a bundle share many headers and votes. */
export function createSignatureCheck(): SignatureCheck {
  const known = new Map<string, boolean>();
  return (domain, value, signature, publicKey) => {
    const key = `${domain} ${hashObject(value)} ${signature} ${publicKey}`;
    const answer = known.get(key) ?? verifyObject(domain, value, signature, publicKey);
    known.set(key, answer);
    return answer;
  };
}
