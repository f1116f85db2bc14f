import { x25519 } from "@noble/curves/ed25519.js";
import { base32nopad } from "@scure/base";

/** What lets one client reach an onion service: both halves in base32 without padding, as tor and Tor Browser write them. */
export interface OnionClientKey {
  /** Secret, for the client alone. */
  readonly privateKey: string;
  /** For the onion service. */
  readonly publicKey: string;
}

/** A new X25519 pair (rend-spec-v3, client authorization). */
export function newOnionClientKey(): OnionClientKey {
  const scalar = x25519.utils.randomSecretKey();
  return { privateKey: base32nopad.encode(scalar), publicKey: base32nopad.encode(x25519.getPublicKey(scalar)) };
}
