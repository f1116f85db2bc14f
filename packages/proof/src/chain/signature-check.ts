import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "../encoding/bytes.ts";
import { writeCanonical } from "../encoding/canonical-writer.ts";
import type { Domain } from "../encoding/domains.ts";
import { verifyObject } from "../encoding/signature.ts";
import { utf8 } from "../encoding/utf8.ts";

/** Same arguments and answer as `verifyObject`. */
export type SignatureCheck = (domain: Domain, value: unknown, signature: string, publicKey: string) => boolean;

/** Longest text whose signature is left to `check`, in UTF-16 units: another one may need all of it at once. */
const MAX_UNITS = 1_048_576;

/**
 * Checks each signature once, however often it comes: the checkpoints of a bundle share many headers and votes.
 * `check` is a faster one that accepts exactly the same.
 */
export function createSignatureCheck(check: SignatureCheck = verifyObject): SignatureCheck {
  const known = new Map<string, boolean>();
  return (domain, value, signature, publicKey) => {
    const hash = sha256.create().update(utf8(`${domain} ${signature} ${publicKey} `));
    let units = 0;
    writeCanonical(value, (piece) => {
      units += piece.length;
      hash.update(utf8(piece));
    });
    const key = bytesToHex(hash.digest());
    const fitting = units > MAX_UNITS ? verifyObject : check;
    const answer = known.get(key) ?? fitting(domain, value, signature, publicKey);
    known.set(key, answer);
    return answer;
  };
}
