import { createPublicKey, hash, type KeyObject, verify } from "node:crypto";
import { type Domain, signedBytes, utf8 } from "@lucid/proof";

/** Says whether an Ed25519 signature (hex) by a key (hex) covers a value under a domain. */
export type CheckSignature = (domain: Domain, value: unknown, signature: string, publicKey: string) => boolean;

/** A signature that has to hold. */
export interface SignatureClaim {
  readonly domain: Domain;
  readonly value: unknown;
  /** The value's canonical form, where it was written already. */
  readonly canonical: Uint8Array;
  readonly signature: string;
  readonly publicKey: string;
}

export interface Signatures {
  readonly check: CheckSignature;
  /** Whether all of these hold. OpenSSL looks at them on other threads, several at a time. */
  checkAll(claims: readonly SignatureClaim[]): Promise<boolean>;
}

/** Keys kept ready: more than a network's producers and the senders of a busy hour. */
const MAX_KEYS = 4_096;

const SIGNATURE = /^[0-9a-f]{128}$/;
const KEY = /^[0-9a-f]{64}$/;
/** The y coordinates of the eight points of small order, as a key has them without the sign of x (Ed25519, RFC 8032 5.1.2). */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  `ec${"ff".repeat(30)}7f`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]);

/**
 * Whether OpenSSL may judge what this key signs (consensus 13.4): it lets keys of small order and those whose y is not below
 * 2^255 - 19 pass, and refuses everything else that the verifier refuses, points off the curve and an S beyond the group order too. No
 * curve arithmetic: a key that nobody has seen costs no more than a known one.
 */
function isSound(publicKey: string): boolean {
  if (!KEY.test(publicKey)) return false;
  const last = Number.parseInt(publicKey.slice(62), 16) & 0x7f;
  const y = publicKey.slice(0, 62) + last.toString(16).padStart(2, "0");
  const isBelow = last < 0x7f || y.slice(2, 62) !== "ff".repeat(30) || Number.parseInt(y.slice(0, 2), 16) < 0xed;
  return isBelow && !SMALL_ORDER.has(y);
}

/** What OpenSSL checks, it checks some twenty times faster than the verifier, by the same equation. */
export const createSignatureChecker = (): CheckSignature => createSignatures().check;

/** `remembered` signatures that held need not be checked again: most of what a block holds came by itself before. */
export function createSignatures({ remembered = 0 }: { readonly remembered?: number } = {}): Signatures {
  const keys = new Map<string, KeyObject>();
  const memory = createMemory(remembered);

  /** Undefined where nothing that is said of this key and signature can hold. */
  function keyOf(signature: string, publicKey: string): KeyObject | undefined {
    if (!SIGNATURE.test(signature)) return undefined;
    return keys.get(publicKey) ?? (isSound(publicKey) ? keyObject(publicKey) : undefined);
  }

  function held(message: Uint8Array, { signature, publicKey, key }: Signed & { readonly key: KeyObject }): void {
    memory.add(message, { signature, publicKey });
    if (keys.has(publicKey)) return;
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(publicKey, key);
  }

  async function checkLater({ domain, canonical, signature, publicKey }: SignatureClaim): Promise<boolean> {
    const message = Buffer.concat([utf8(`${domain}\n`), canonical]);
    if (memory.has(message, { signature, publicKey })) return true;
    const key = keyOf(signature, publicKey);
    if (key === undefined) return false;
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    verify(null, message, key, Buffer.from(signature, "hex"), (error, holds) => {
      if (error !== null) return reject(error);
      if (holds) held(message, { signature, publicKey, key });
      resolve(holds);
    });
    return promise;
  }

  return {
    check(domain, value, signature, publicKey) {
      const message = signedBytes(domain, value);
      if (memory.has(message, { signature, publicKey })) return true;
      const key = keyOf(signature, publicKey);
      const holds = key !== undefined && verify(null, message, key, Buffer.from(signature, "hex"));
      if (holds) held(message, { signature, publicKey, key });
      return holds;
    },
    checkAll: async (claims) => (await Promise.all(claims.map(checkLater))).every(Boolean),
  };
}

type Signed = Pick<SignatureClaim, "signature" | "publicKey">;

/** The last signatures that held, each with what it covers. */
function createMemory(limit: number) {
  const digests = new Map<string, string>();
  const nameOf = ({ signature, publicKey }: Signed): string => publicKey + signature;
  const digestOf = (message: Uint8Array): string => hash("sha256", message, "base64");
  return {
    has: (message: Uint8Array, signed: Signed): boolean => {
      const digest = digests.get(nameOf(signed));
      return digest !== undefined && digest === digestOf(message);
    },
    add(message: Uint8Array, signed: Signed): void {
      if (limit === 0) return;
      digests.set(nameOf(signed), digestOf(message));
      for (const oldest of digests.keys()) {
        if (digests.size <= limit) return;
        digests.delete(oldest);
      }
    },
  };
}

const keyObject = (publicKey: string): KeyObject =>
  createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(publicKey, "hex").toString("base64url") }, format: "jwk" });
