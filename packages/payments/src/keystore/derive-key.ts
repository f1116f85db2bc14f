import * as crypto from "node:crypto";
import { promisify } from "node:util";
import type { KeystoreCost } from "@lucid/contract";
import { argon2idAsync } from "@noble/hashes/argon2.js";

export interface KeyDerivation extends KeystoreCost {
  /** Hex. */
  readonly salt: string;
}
type Argon2 = typeof crypto.argon2;

const KEY_BYTES = 32;
/** Longest stretch without giving way to other calls. */
const SLICE_MS = 8;

/** The key that a passphrase stands for, by Argon2id. `argon2` is OpenSSL's, which Node has since 24.7 and Electron's Node has not. */
export async function deriveKey(
  derivation: KeyDerivation,
  passphrase: string,
  { argon2 }: { readonly argon2?: Argon2 } = crypto,
): Promise<Uint8Array> {
  const message = Buffer.from(passphrase.normalize("NFKC"));
  return (argon2 && (await deriveNatively(argon2, message, derivation))) ?? (await deriveInScript(message, derivation));
}

/** In a thread beside this one. Undefined where the Node was made without it. */
async function deriveNatively(argon2: Argon2, message: Uint8Array, derivation: KeyDerivation): Promise<Uint8Array | undefined> {
  const { memory_kib: memory, passes, lanes: parallelism, salt } = derivation;
  try {
    return await promisify(argon2)("argon2id", {
      ...{ message, memory, passes, parallelism, tagLength: KEY_BYTES },
      nonce: Buffer.from(salt, "hex"),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_CRYPTO_ARGON2_NOT_SUPPORTED") return undefined;
    throw error;
  }
}

/** The same, and six times as slow. */
const deriveInScript = (message: Uint8Array, { memory_kib: m, passes: t, lanes: p, salt }: KeyDerivation): Promise<Uint8Array> =>
  argon2idAsync(message, Buffer.from(salt, "hex"), {
    ...{ m, t, p, dkLen: KEY_BYTES, asyncTick: SLICE_MS },
    maxmem: (m + 1_024) * 1_024,
  });
