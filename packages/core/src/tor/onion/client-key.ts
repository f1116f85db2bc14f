import { generateKeyPairSync } from "node:crypto";
import { base32 } from "@scure/base";

/** X25519 keys of somebody who may reach an onion service, 32 bytes each. */
export interface ClientKeys {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

export function makeClientKeys(): ClientKeys {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const last = (der: Buffer): Uint8Array => der.subarray(der.length - 32);
  return {
    publicKey: last(publicKey.export({ format: "der", type: "spki" })),
    privateKey: last(privateKey.export({ format: "der", type: "pkcs8" })),
  };
}

/** As tor writes keys: base32 in upper case, without padding. */
export const inBase32 = (key: Uint8Array): string => base32.encode(key).replaceAll("=", "");
