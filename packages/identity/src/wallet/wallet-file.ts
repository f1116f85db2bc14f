import { canonicalJson, TronAddress } from "@lucid/proof";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { argon2idAsync } from "@noble/hashes/argon2.js";
import { bytesToHex, hexToBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import { checkPhrase } from "./phrase.ts";
import { walletFromPhrase } from "./tron-wallet.ts";

/**
 * What opening a wallet costs. 64 MiB and 3 passes is the second choice of RFC 9106 4 with one lane, as
 * a page has one thread: 0.8 s on a desktop, about 4 s on a Raspberry Pi 4. Raise it when opening feels
 * instant; files keep the cost they were made with.
 */
export const WALLET_COST = { memory_kib: 65_536, passes: 3, lanes: 1 } as const;

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** A recovery phrase under a passphrase. Bounds of the cost keep a forged file from exhausting the reader. */
export const WalletFile = z.strictObject({
  format: z.literal("lucid-wallet"),
  version: z.literal(1),
  address: TronAddress,
  kdf: z.strictObject({
    name: z.literal("argon2id"),
    memory_kib: z.int().min(8_192).max(1_048_576),
    passes: z.int().min(1).max(16),
    lanes: z.int().min(1).max(4),
    salt: hex(16),
  }),
  cipher: z.strictObject({ name: z.literal("xchacha20-poly1305"), nonce: hex(24) }),
  ciphertext: z.string().regex(/^([0-9a-f]{2}){17,512}$/),
});
export type WalletFile = z.infer<typeof WalletFile>;

export interface WalletFileOptions {
  /** Called often with how much is done, from 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
  readonly cost?: { readonly memory_kib: number; readonly passes: number; readonly lanes: number } | undefined;
}

export type OpenedWallet =
  | { readonly kind: "opened"; readonly phrase: string; readonly address: string }
  /** The passphrase is wrong, or the file was altered: the two cannot be told apart. */
  | { readonly kind: "refused" }
  | { readonly kind: "not-a-wallet-file" };

/** Longest stretch without giving way to the page or the event loop. */
const SLICE_MS = 8;

/** Encrypts a recovery phrase (XChaCha20-Poly1305 under Argon2id). The header is authenticated with it. */
export async function encryptWallet(phrase: string, passphrase: string, options: WalletFileOptions = {}): Promise<WalletFile> {
  const header = {
    format: "lucid-wallet",
    version: 1,
    address: walletFromPhrase(phrase).address,
    kdf: { name: "argon2id", ...(options.cost ?? WALLET_COST), salt: bytesToHex(randomBytes(16)) },
    cipher: { name: "xchacha20-poly1305", nonce: bytesToHex(randomBytes(24)) },
  } as const;
  const cipher = await cipherOf(header, passphrase, options);
  return WalletFile.parse({ ...header, ciphertext: bytesToHex(cipher.encrypt(utf8ToBytes(phrase))) });
}

/** Opens a wallet file, parsed or as the text it was stored as. */
export async function decryptWallet(
  file: unknown,
  passphrase: string,
  options: Pick<WalletFileOptions, "onProgress"> = {},
): Promise<OpenedWallet> {
  const parsed = WalletFile.safeParse(typeof file === "string" ? fromJson(file) : file);
  if (!parsed.success) return { kind: "not-a-wallet-file" };
  const { ciphertext, ...header } = parsed.data;
  const cipher = await cipherOf(header, passphrase, options);
  try {
    const checked = checkPhrase(String.fromCharCode(...cipher.decrypt(hexToBytes(ciphertext))));
    if (checked.kind !== "ok") return { kind: "refused" };
    return { kind: "opened", phrase: checked.phrase, address: walletFromPhrase(checked.phrase).address };
  } catch {
    return { kind: "refused" };
  }
}

async function cipherOf(header: Omit<WalletFile, "ciphertext">, passphrase: string, options: WalletFileOptions) {
  const { memory_kib: m, passes: t, lanes: p, salt } = header.kdf;
  const key = await argon2idAsync(utf8ToBytes(passphrase.normalize("NFKC")), hexToBytes(salt), {
    m,
    t,
    p,
    dkLen: 32,
    maxmem: (m + 1_024) * 1_024,
    asyncTick: SLICE_MS,
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  return xchacha20poly1305(key, hexToBytes(header.cipher.nonce), utf8ToBytes(canonicalJson(header)));
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
