import type { Domain, SignedAttestation } from "@lucid/proof";
import type { ChainBlock, SignedChainTransaction } from "./transactions/transaction-format.ts";

/** The node's Ed25519 key as the chain uses it: the secret stays with whoever made it. */
export interface ChainKeys {
  /** 64 hex digits. */
  readonly publicKey: string;
  /** Signature over `domain + "\n" + RFC 8785 form of value`, 128 hex digits. */
  sign(domain: Domain, value: unknown): string;
}

/** The port through which messages leave for the other nodes. A solo network has none. */
export interface ChainTransport {
  sendBlock(block: ChainBlock): void;
  sendAttestation(attestation: SignedAttestation): void;
  sendTransaction(transaction: SignedChainTransaction): void;
  /** Asks for a block that another one names as its parent. It comes in through `receiveBlock`. */
  requestBlock(hash: string): void;
}
