import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import type { Randomness } from "@lucid/foundation";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps what authenticator apps share with the node, under a key of the node's own that is not in its database. */
export function createSecretKeeper(nodeSecret: Uint8Array, randomness: Randomness) {
  const keyFor = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync("sha256", nodeSecret, "", `lucid second factor ${purpose}`, 32));
  const sealing = keyFor("secret");
  const hashing = keyFor("backup codes");

  return {
    /** AES-256-GCM, bound to its account: nonce, ciphertext, tag. */
    seal(userId: string, secret: Uint8Array): Uint8Array {
      const nonce = randomness.bytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce).setAAD(Buffer.from(userId));
      return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    },
    /** @throws when it was sealed for another account or under another key. */
    open(userId: string, sealed: Uint8Array): Uint8Array {
      const decipher = createDecipheriv("aes-256-gcm", sealing, sealed.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(userId))
        .setAuthTag(sealed.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    },
    /** HMAC-SHA-256 of a backup code: the database alone does not let one guess it. */
    hash: (userId: string, code: string): Uint8Array => createHmac("sha256", hashing).update(`${userId} ${code}`).digest(),
  };
}
export type SecretKeeper = ReturnType<typeof createSecretKeeper>;
