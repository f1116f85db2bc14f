import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { sha3_256 } from "@noble/hashes/sha3.js";
import { base32 } from "@scure/base";

/** DER prefix of an Ed25519 private key (RFC 8410); the 32 bytes of the seed follow. */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
/** Of an onion service, as it stands in its address (rend-spec-v3, 6). */
const VERSION = 3;
const CHECKSUM_BYTES = 2;
/** Heads of tor's key files: 32 bytes each, filled with zeros. */
const FILE_HEAD_BYTES = 32;

export interface OnionKey {
  /** 56 letters and digits, and `.onion`. */
  readonly address: string;
  /** Contents of tor's two key files. */
  readonly secretFile: Uint8Array;
  readonly publicFile: Uint8Array;
}

/** The identity of an onion service from an Ed25519 seed of 32 bytes. */
export function onionKeyOf(seed: Uint8Array): OnionKey {
  const publicKey = publicKeyOf(seed);
  return {
    address: addressOf(publicKey),
    secretFile: keyFile("== ed25519v1-secret: type0 ==", expand(seed)),
    publicFile: keyFile("== ed25519v1-public: type0 ==", publicKey),
  };
}

/** `base32(key | checksum | version) .onion`, the checksum being of `".onion checksum" | key | version` (rend-spec-v3, 6). */
export function addressOf(publicKey: Uint8Array): string {
  const checksum = sha3_256(Buffer.concat([Buffer.from(".onion checksum"), publicKey, Buffer.of(VERSION)]));
  const bytes = Buffer.concat([publicKey, checksum.subarray(0, CHECKSUM_BYTES), Buffer.of(VERSION)]);
  return `${base32.encode(bytes).toLowerCase()}.onion`;
}

function publicKeyOf(seed: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  return spki.subarray(spki.length - 32);
}

/** What a seed stands for: the scalar and the prefix of its signatures (RFC 8032, 5.1.5). */
function expand(seed: Uint8Array): Uint8Array {
  const expanded = createHash("sha512").update(seed).digest();
  expanded[0] = (expanded[0] ?? 0) & 248;
  expanded[31] = ((expanded[31] ?? 0) & 63) | 64;
  return expanded;
}

function keyFile(head: string, key: Uint8Array): Uint8Array {
  const file = Buffer.alloc(FILE_HEAD_BYTES + key.length);
  file.write(head, "latin1");
  file.set(key, FILE_HEAD_BYTES);
  return file;
}
