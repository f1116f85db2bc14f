import { secp256k1 } from "@noble/curves/secp256k1.js";
import { type Address, addressOfPublicKey } from "../text/address.ts";
import { concat, sha256, toHex } from "../text/bytes.ts";

export interface DevnetKey {
  readonly address: Address;
  /** 65 bytes in hex: r, s and the recovery bit plus 27, as TRON's wallets write it. */
  sign(hash: Uint8Array): string;
}

/** A key of the network itself: its block producers, its faucet. Derived from the seed of the data folder, never shown. */
export function deriveKey(seed: Uint8Array, label: string): DevnetKey {
  const secret = sha256(seed, new TextEncoder().encode(label));
  return {
    address: addressOfPublicKey(secp256k1.getPublicKey(secret, false)),
    sign(hash) {
      const recovered = secp256k1.sign(hash, secret, { prehash: false, format: "recovered" });
      return toHex(concat([recovered.subarray(1), Uint8Array.of((recovered[0] ?? 0) + 27)]));
    },
  };
}
