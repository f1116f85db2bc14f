import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { PublicKey, Signature } from "../formats/primitives.ts";
import { equalBytes } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import { writeCanonical } from "./canonical-writer.ts";
import type { Domain } from "./domains.ts";
import { utf8 } from "./utf8.ts";

const { Point } = ed25519;

/** The bytes an Ed25519 signature covers: the domain, a line feed and the RFC 8785 form of the value. */
export const signedBytes = (domain: Domain, value: unknown): Uint8Array => utf8(`${domain}\n${canonicalJson(value)}`);

/** Ed25519 public key (hex) of a 32 byte secret seed. */
export const publicKeyOf = (secretKey: Uint8Array): string => bytesToHex(ed25519.getPublicKey(secretKey));

/** Signature (hex) of a value under a domain, with a 32 byte Ed25519 secret seed. */
export const signObject = (domain: Domain, value: unknown, secretKey: Uint8Array): string =>
  bytesToHex(ed25519.sign(signedBytes(domain, value), secretKey));

/**
 * Whether `signature` (128 lower-case hex digits) by `publicKey` (64) covers the value under the domain.
 * Strict as `verifySignature`; anything malformed is false.
 */
export function verifyObject(domain: Domain, value: unknown, signature: string, publicKey: string): boolean {
  if (!Signature.safeParse(signature).success || !PublicKey.safeParse(publicKey).success) return false;
  const check = createSignedBytesCheck(hexToBytes(signature), hexToBytes(publicKey));
  check.push(utf8(`${domain}\n`));
  writeCanonical(value, (piece) => check.push(utf8(piece)));
  return check.holds();
}

/** Whether a signature covers a message that comes piece by piece: a signed manifest may have a hundred megabytes. */
export interface SignedBytesCheck {
  push(piece: Uint8Array): void;
  /** After the last piece, once. */
  holds(): boolean;
}

const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${bytesToHex(bytes.toReversed())}`);

/**
 * Ed25519 (RFC 8032 5.1.7) without the cofactor, so that every verifier gives the same answer: the key
 * must be a canonical point that is not of small order, S must be below the group order, and the bytes
 * of [S]B - [k]A must be those of R.
 */
export function verifySignature(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const check = createSignedBytesCheck(signature, publicKey);
  check.push(message);
  return check.holds();
}

/** The same as `verifySignature`, piece by piece. */
export function createSignedBytesCheck(signature: Uint8Array, publicKey: Uint8Array): SignedBytesCheck {
  const r = signature.subarray(0, 32);
  const hash = sha512.create().update(r).update(publicKey);
  return {
    push: (piece) => void hash.update(piece),
    holds() {
      if (signature.length !== 64 || publicKey.length !== 32) return false;
      const s = littleEndian(signature.subarray(32));
      if (s >= Point.Fn.ORDER) return false;
      const a = keyOf(publicKey);
      if (a === undefined) return false;
      const k = Point.Fn.create(littleEndian(hash.digest()));
      const expected = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k));
      return equalBytes(expected.toBytes(), r);
    },
  };
}

/** Keys seen lately: the votes and blocks of a bundle are by few of them. */
const keys = new Map<string, { readonly point: ReturnType<typeof pointOf>; uses: number }>();
const MAX_KEYS = 1_024;
/** From this use on a table of a key's multiples pays: it takes as long as some ten checks, and makes each three times faster. */
const TABLE_FROM_USE = 24;
/** Bits of a window of that table, which then takes 0.3 MB: larger ones are no faster, but for the base point. */
const TABLE_WINDOW = 5;

/** A network's producers, at most: 40 MB. */
const MAX_TABLES = 128;
let tables = 0;

function forgetKeys(): void {
  keys.clear();
  tables = 0;
}

/** The point of a key, or undefined when it is no canonical one or of small order. */
function keyOf(bytes: Uint8Array) {
  const name = bytesToHex(bytes);
  let known = keys.get(name);
  if (known === undefined) {
    const point = pointOf(bytes);
    known = { point: point?.isSmallOrder() === true ? undefined : point, uses: 0 };
    if (keys.size >= MAX_KEYS) forgetKeys();
    keys.set(name, known);
  }
  known.uses += 1;
  if (known.uses === TABLE_FROM_USE && tables < MAX_TABLES) {
    tables += 1;
    known.point?.precompute(TABLE_WINDOW);
  }
  return known.point;
}

function pointOf(bytes: Uint8Array) {
  try {
    return Point.fromBytes(bytes, false);
  } catch {
    return undefined;
  }
}
