import { publicKeyFromRaw } from "@libp2p/crypto/keys";
import type { Ed25519PrivateKey, Ed25519PublicKey, PeerId } from "@libp2p/interface";
import { peerIdFromPublicKey } from "@libp2p/peer-id";

/** The node's Ed25519 key as its connections use it. The secret stays with its owner. */
export interface PeerIdentity {
  /** 64 hex digits. */
  readonly publicKey: string;
  /** An Ed25519 signature over the bytes as they are. */
  sign(bytes: Uint8Array): Uint8Array;
}

/** What every text begins with that this key signs for the chain (consensus 0). */
const CHAIN_DOMAINS = new TextEncoder().encode("lucid:");

/**
 * The key in the form in which libp2p wants it: it proves itself to peers with it, and to nobody that it signed for the chain.
 * @throws when it is to sign what could be a statement of the chain.
 */
export function privateKeyOf({ publicKey, sign }: PeerIdentity): Ed25519PrivateKey {
  const own = keyOf(publicKey);
  return {
    type: "Ed25519",
    publicKey: own,
    get raw(): Uint8Array {
      throw new Error("The node's secret key is not there for connections");
    },
    equals: (other?: { readonly publicKey?: unknown }) => own.equals(other?.publicKey),
    sign(data) {
      const bytes = data.subarray();
      if (CHAIN_DOMAINS.every((byte, index) => bytes[index] === byte))
        throw new Error("A connection may not have a statement of the chain signed");
      return sign(bytes);
    },
  };
}

export const peerIdOf = (publicKey: string): PeerId => peerIdFromPublicKey(keyOf(publicKey));

/** The key that a peer has proven to hold; undefined for one of another kind than Ed25519. */
export function publicKeyOf(peer: PeerId): string | undefined {
  return peer.publicKey?.type === "Ed25519" ? Buffer.from(peer.publicKey.raw).toString("hex") : undefined;
}

function keyOf(publicKey: string): Ed25519PublicKey {
  const key = publicKeyFromRaw(Buffer.from(publicKey, "hex"));
  if (key.type !== "Ed25519") throw new Error("A node's key is an Ed25519 key");
  return key;
}
