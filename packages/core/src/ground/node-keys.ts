import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { constants } from "node:fs";
import { chmod, mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Randomness } from "@lucid/foundation";
import { canonicalJson, type Domain } from "@lucid/proof";
import { damagedFile } from "./damaged-file.ts";

/** The node's signing key. The secret stays inside; callers hand over what is to be signed. */
export interface NodeKeys {
  /** Ed25519 public key in hex: the node's id on the chain. */
  readonly publicKey: string;
  /** Signature in hex over the domain, a line feed and the RFC 8785 form of `value`. */
  readonly sign: (domain: Domain, value: unknown) => string;
  /** The same for a value that is in its RFC 8785 form already. */
  readonly signText: (domain: Domain, canonical: string) => string;
  /** Signature over bytes as they are, for connections alone: whoever asks for it refuses what begins like a domain. */
  readonly signBytes: (bytes: Uint8Array) => Uint8Array;
}

/** DER prefix of an Ed25519 private key (RFC 8410); the 32 bytes of the seed follow. */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** Of every secret of the node. */
export const SECRET_BYTES = 32;

/** Reads the node's key from `<data>/keys/node.key`, or makes one there. The file is readable by its owner only. */
export async function openNodeKeys(data: string, randomness: Randomness): Promise<NodeKeys> {
  const seed = await secretFile(join(data, "keys"), "node.key", () => randomness.bytes(32));
  const privateKey = privateKeyOf(seed);
  const signText = (domain: Domain, canonical: string): string =>
    sign(null, Buffer.from(`${domain}\n${canonical}`), privateKey).toString("hex");
  return {
    publicKey: rawPublicKey(privateKey),
    sign: (domain, value) => signText(domain, canonicalJson(value)),
    signText,
    signBytes: (bytes) => Uint8Array.from(sign(null, bytes, privateKey)),
  };
}

const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });

/** Signs with a key of its own, of a 32 byte seed. */
export function ed25519Signer(seed: Uint8Array): (message: Uint8Array) => Uint8Array {
  const privateKey = privateKeyOf(seed);
  return (message) => Uint8Array.from(sign(null, message, privateKey));
}

/**
 * Reads a secret of the node, or makes it: written, synced, and readable by its owner only.
 * @throws DataFolderError for one that is cut off: it is never replaced.
 */
export async function secretFile(folder: string, name: string, make: () => Uint8Array): Promise<Uint8Array> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const path = join(folder, name);
  try {
    const kept = await readFile(path);
    if (kept.length !== SECRET_BYTES) throw damagedFile(path, `it has ${kept.length} bytes instead of ${SECRET_BYTES}`);
    return kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const secret = make();
  const file = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
  try {
    await file.writeFile(secret);
    await file.sync();
  } finally {
    await file.close();
  }
  return secret;
}

function rawPublicKey(privateKey: KeyObject): string {
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  return spki.subarray(spki.length - 32).toString("hex");
}
