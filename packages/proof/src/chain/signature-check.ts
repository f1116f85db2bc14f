import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "../encoding/bytes.ts";
import { writeCanonical } from "../encoding/canonical-writer.ts";
import { DOMAIN, type Domain } from "../encoding/domains.ts";
import { verifyObject } from "../encoding/signature.ts";
import { utf8 } from "../encoding/utf8.ts";

/** Same arguments and answer as `verifyObject`. */
export type SignatureCheck = (domain: Domain, value: unknown, signature: string, publicKey: string) => boolean;

/**
 * Checks each signature once, however often it comes: the checkpoints of a bundle share many headers and votes.
 * `check` is a faster one that accepts exactly the same; it may need all of a value as text at once, so it gets no
 * manifest, which comes once and may have a hundred megabytes. `checkManifest` is asked of that; `onCheck` hears of the others.
 */
export function createSignatureCheck(
  check: SignatureCheck = verifyObject,
  { checkManifest = verifyObject, onCheck }: { readonly checkManifest?: SignatureCheck; readonly onCheck?: () => void } = {},
): SignatureCheck {
  const known = new Map<string, boolean>();
  return (domain, value, signature, publicKey) => {
    if (domain === DOMAIN.manifest) return checkManifest(domain, value, signature, publicKey);
    onCheck?.();
    const hash = sha256.create().update(utf8(`${domain} ${signature} ${publicKey} `));
    writeCanonical(value, (piece) => hash.update(utf8(piece)));
    const key = bytesToHex(hash.digest());
    const answer = known.get(key) ?? check(domain, value, signature, publicKey);
    known.set(key, answer);
    return answer;
  };
}
