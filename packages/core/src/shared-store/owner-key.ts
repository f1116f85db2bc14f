import { createHmac, hkdfSync } from "node:crypto";
import { readFile } from "node:fs/promises";

/** What the nodes of one owner have in common that others do not. */
export interface OwnerKey {
  /** Key of their access tokens. */
  readonly tokens: Uint8Array;
  /** What the names of their keys in a Redis begin with: owners that share one do not meet. */
  readonly prefix: string;
  /** The name of something in Redis, of which it tells nothing. */
  hidden(text: string): string;
}

const LEAST = 32;

/** @throws when the file cannot be read or holds too little, with a message for the person. */
export async function readOwnerKey(path: string): Promise<OwnerKey> {
  const text = (await readFile(path, "utf8")).trim();
  if (text.length < LEAST) {
    throw new Error(`owner_key_file: ${path} holds fewer than ${LEAST} characters. Make one with: openssl rand -base64 32`);
  }
  const derived = (purpose: string, bytes: number) =>
    new Uint8Array(hkdfSync("sha256", text, "lucid", `lucid/owner/v1/${purpose}`, bytes));
  const names = derived("names", 32);
  return {
    tokens: derived("access tokens", 32),
    prefix: `lucid:${Buffer.from(derived("prefix", 8)).toString("hex")}:`,
    hidden: (name) => createHmac("sha256", names).update(name).digest("base64url").slice(0, 24),
  };
}
