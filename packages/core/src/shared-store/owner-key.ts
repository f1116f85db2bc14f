import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { readFile } from "node:fs/promises";

/** What the nodes of one owner have in common that others do not. */
export interface OwnerKey {
  /** Key of their access tokens. */
  readonly tokens: Uint8Array;
  /** What the names of their keys in a Redis begin with: owners that share one do not meet. */
  readonly prefix: string;
  /** The name of something in Redis, of which it tells nothing. */
  hidden(text: string): string;
  /** What only nodes of this owner can read, and make, under this name. */
  seal(name: string, text: string, nonce: Uint8Array): string;
  /** Undefined where it was not made by a node of this owner under this name. */
  open(name: string, sealed: string): string | undefined;
}

const LEAST = 32;
/** Of what is sealed: it is different each time. */
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @throws when the file cannot be read or holds too little, with a message for the person. */
export async function readOwnerKey(path: string): Promise<OwnerKey> {
  const text = (await readFile(path, "utf8")).trim();
  if (text.length < LEAST) {
    throw new Error(`owner_key_file: ${path} holds fewer than ${LEAST} characters. Make one with: openssl rand -base64 32`);
  }
  const derived = (purpose: string, bytes: number) =>
    new Uint8Array(hkdfSync("sha256", text, "lucid", `lucid/owner/v1/${purpose}`, bytes));
  const names = derived("names", 32);
  const sealing = derived("notices", 32);
  return {
    tokens: derived("access tokens", 32),
    prefix: `lucid:${Buffer.from(derived("prefix", 8)).toString("hex")}:`,
    hidden: (name) => createHmac("sha256", names).update(name).digest("base64url").slice(0, 24),
    seal(name, text, nonce) {
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce).setAAD(Buffer.from(name));
      return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString("base64url");
    },
    open(name, sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", sealing, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(name))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString();
      } catch {
        return undefined;
      }
    },
  };
}
