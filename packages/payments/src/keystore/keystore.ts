import { createCipheriv, createDecipheriv } from "node:crypto";
import { readFileSync } from "node:fs";
import type { KeystoreCost } from "@lucid/contract";
import { type Randomness, writeDurably } from "@lucid/foundation";
import { deriveKey } from "./derive-key.ts";

const FORMAT = "lucid-tron-keystore";
const SALT_BYTES = 32;
/** Of AES-256-GCM (NIST SP 800-38D): drawn anew at every write. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface Entry {
  readonly wallet_id: string;
  readonly address: string;
  readonly kdf: { readonly name: "argon2id"; readonly salt: string } & KeystoreCost;
  readonly cipher: { readonly name: "aes-256-gcm"; readonly nonce: string };
  /** The key material and the tag, hex. */
  readonly ciphertext: string;
}

/** Key material under passphrases: AES-256-GCM with a key of Argon2id, bound to the wallet and its address. One file, written whole. */
export interface Keystore {
  put(wallet: { readonly wallet_id: string; readonly address: string }, material: string, passphrase: string): Promise<void>;
  /** Undefined where the passphrase is wrong, or the entry was altered: the two cannot be told apart. @throws without an entry. */
  open(walletId: string, passphrase: string): Promise<string | undefined>;
  remove(walletId: string): Promise<void>;
  has(walletId: string): boolean;
}

/** @throws where the file is none of this format. */
export function openKeystore(path: string, randomness: Randomness, cost: KeystoreCost): Keystore {
  const entries = new Map(readEntries(path).map((entry) => [entry.wallet_id, entry]));
  let writing = Promise.resolve();

  /** Changes come one after the other, and a change that is not on disk has not happened. */
  function change(apply: (next: Map<string, Entry>) => void): Promise<void> {
    const written = writing.then(async () => {
      const next = new Map(entries);
      apply(next);
      await writeDurably(path, `${JSON.stringify({ format: FORMAT, version: 1, entries: [...next.values()] }, null, 2)}\n`);
      entries.clear();
      for (const [id, entry] of next) entries.set(id, entry);
    });
    writing = written.catch(() => undefined);
    return written;
  }

  return {
    async put({ wallet_id, address }, material, passphrase) {
      const kdf = { name: "argon2id", ...cost, salt: Buffer.from(randomness.bytes(SALT_BYTES)).toString("hex") } as const;
      const cipher = { name: "aes-256-gcm", nonce: Buffer.from(randomness.bytes(NONCE_BYTES)).toString("hex") } as const;
      const head = { wallet_id, address, kdf, cipher };
      const key = await deriveKey(kdf, passphrase);
      const sealing = createCipheriv("aes-256-gcm", key, Buffer.from(cipher.nonce, "hex")).setAAD(boundTo(head));
      const bytes = Buffer.concat([sealing.update(material, "utf8"), sealing.final(), sealing.getAuthTag()]);
      key.fill(0);
      await change((next) => next.set(wallet_id, { ...head, ciphertext: bytes.toString("hex") }));
    },
    async open(walletId, passphrase) {
      const entry = entries.get(walletId);
      if (!entry) throw new Error("the keystore has no such wallet");
      const key = await deriveKey(entry.kdf, passphrase);
      const bytes = Buffer.from(entry.ciphertext, "hex");
      const opening = createDecipheriv("aes-256-gcm", key, Buffer.from(entry.cipher.nonce, "hex"));
      opening.setAAD(boundTo(entry)).setAuthTag(bytes.subarray(-TAG_BYTES));
      key.fill(0);
      try {
        return Buffer.concat([opening.update(bytes.subarray(0, -TAG_BYTES)), opening.final()]).toString("utf8");
      } catch {
        return undefined;
      }
    },
    remove: (walletId) => change((next) => next.delete(walletId)),
    has: (walletId) => entries.has(walletId),
  };
}

const boundTo = ({ wallet_id, address, kdf }: Omit<Entry, "ciphertext" | "cipher">): Uint8Array =>
  Buffer.from(JSON.stringify([FORMAT, 1, wallet_id, address, kdf.memory_kib, kdf.passes, kdf.lanes, kdf.salt]));

function readEntries(path: string): readonly Entry[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const { format, version, entries } = JSON.parse(text) as { format?: string; version?: number; entries?: readonly Entry[] };
  if (format !== FORMAT || version !== 1 || !Array.isArray(entries)) throw new Error("the keystore is of another format");
  return entries;
}
