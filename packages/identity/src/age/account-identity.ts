import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { bech32 } from "@scure/base";
import { IdentityError } from "../identity-error.ts";

export interface AgeIdentity {
  /** Secret: AGE-SECRET-KEY-1... */
  readonly identity: string;
  /** Public: age1... */
  readonly recipient: string;
}

const DOMAIN = "lucid:identity:v1";

/** A new X25519 identity of the age format. */
export const newIdentity = (): AgeIdentity => identityOf(x25519.utils.randomSecretKey());

/** The identity with its recipient. @throws IdentityError `identity-invalid`. */
export const readIdentity = (identity: string): AgeIdentity => identityOf(scalarOf(identity));

/**
 * Seals an identity so that only the wallet that signed IDENTITY_TEXT opens it again:
 * `v1.salt.nonce.ciphertext` in hex, XChaCha20-Poly1305 under HKDF-SHA256 of the signature's r | s.
 * The wallet's signatures must be deterministic (RFC 6979); a client signs twice and compares before it seals.
 */
export function sealIdentity(identity: string, walletSignature: string): string {
  const salt = randomBytes(32);
  const nonce = randomBytes(24);
  const sealed = cipherOf(walletSignature, salt, nonce).encrypt(scalarOf(identity));
  return ["v1", ...[salt, nonce, sealed].map(bytesToHex)].join(".");
}

/** The identity (AGE-SECRET-KEY-1...). @throws IdentityError `identity-sealed` when the signature is of another wallet or text, or the sealed text was altered. */
export function openIdentity(sealed: string, walletSignature: string): string {
  const [, salt, nonce, ciphertext] = /^v1\.([0-9a-f]{64})\.([0-9a-f]{48})\.([0-9a-f]{96})$/.exec(sealed) ?? [];
  if (salt === undefined || nonce === undefined || ciphertext === undefined) throw new IdentityError("identity-sealed");
  const cipher = cipherOf(walletSignature, hexToBytes(salt), hexToBytes(nonce));
  try {
    return identityOf(cipher.decrypt(hexToBytes(ciphertext))).identity;
  } catch (cause) {
    throw new IdentityError("identity-sealed", { cause });
  }
}

/** Wallets write the recovery byte in several ways; r and s are the same in all of them. */
function cipherOf(walletSignature: string, salt: Uint8Array, nonce: Uint8Array) {
  const [, rs] = /^(?:0x)?([0-9a-f]{128})[0-9a-f]{2}$/i.exec(walletSignature) ?? [];
  if (rs === undefined) throw new IdentityError("identity-sealed", { detail: "not a wallet signature" });
  const key = hkdf(sha256, hexToBytes(rs.toLowerCase()), salt, utf8ToBytes(DOMAIN), 32);
  return xchacha20poly1305(key, nonce, utf8ToBytes(DOMAIN));
}

const identityOf = (scalar: Uint8Array): AgeIdentity => ({
  identity: bech32.encodeFromBytes("AGE-SECRET-KEY-", scalar).toUpperCase(),
  recipient: bech32.encodeFromBytes("age", x25519.getPublicKey(scalar)),
});

function scalarOf(identity: string): Uint8Array {
  try {
    const { prefix, bytes } = bech32.decodeToBytes(identity.trim());
    if (prefix.toUpperCase() === "AGE-SECRET-KEY-" && bytes.length === 32) return bytes;
  } catch (cause) {
    throw new IdentityError("identity-invalid", { cause });
  }
  throw new IdentityError("identity-invalid");
}
