import { fieldsOf, TAG, wholeValue } from "./der.ts";

/** What of WebCrypto is needed. `globalThis.crypto.subtle` fits; a page that came over plain http has none. */
export interface Subtle {
  importKey(
    format: "spki",
    key: Uint8Array<ArrayBuffer>,
    algorithm: { readonly name: string; readonly hash?: string; readonly namedCurve?: string },
    extractable: false,
    usages: ["verify"],
  ): Promise<unknown>;
  verify(
    algorithm: { readonly name: string; readonly hash?: string },
    key: unknown,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>;
}

export interface PublicKey {
  /** SubjectPublicKeyInfo in DER, and the key within it. */
  readonly spki: Uint8Array;
  readonly bits: Uint8Array;
  /** Identifier of its algorithm, and the parameters in DER, as hex. */
  readonly oid: string;
  readonly parameters: string;
}

/** `weak`: an algorithm or key that nothing is to rest on, or one that is not known here. */
export type SignatureAnswer = "holds" | "fails" | "weak";

/** Identifiers by their content in hex. */
const RSA = "2a864886f70d010101";
const EC = "2a8648ce3d0201";
const LEAST_RSA_BITS = 2_048;

/** Curves by the DER of their names, with the bytes of a number. */
const CURVES: Readonly<Record<string, { readonly name: string; readonly bytes: number }>> = {
  "06082a8648ce3d030107": { name: "P-256", bytes: 32 },
  "06052b81040022": { name: "P-384", bytes: 48 },
  "06052b81040023": { name: "P-521", bytes: 66 },
};

export const HASHES: Readonly<Record<string, string>> = {
  "608648016503040201": "SHA-256",
  "608648016503040202": "SHA-384",
  "608648016503040203": "SHA-512",
};

/** Algorithms of signatures that name their hash, by the algorithm of the key. */
const SIGNATURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [RSA]: { "2a864886f70d01010b": "SHA-256", "2a864886f70d01010c": "SHA-384", "2a864886f70d01010d": "SHA-512" },
  [EC]: { "2a8648ce3d040302": "SHA-256", "2a8648ce3d040303": "SHA-384", "2a8648ce3d040304": "SHA-512" },
};

export interface SignedData {
  readonly key: PublicKey;
  /** Of a signature of CMS that names only RSA, the hash is that of the signer. */
  readonly algorithm: { readonly oid: string; readonly hash?: string | undefined };
  readonly signature: Uint8Array;
  readonly data: Uint8Array;
}

/** Checks a signature by RSA (PKCS #1 v1.5) of at least 2 048 bits or ECDSA, with SHA-2. */
export async function checkSignature(subtle: Subtle, { key, algorithm, signature, data }: SignedData): Promise<SignatureAnswer> {
  const hash = key.oid === RSA && algorithm.oid === RSA ? algorithm.hash : SIGNATURES[key.oid]?.[algorithm.oid];
  if (hash === undefined) return "weak";
  try {
    if (key.oid === RSA) {
      if (modulusBits(key) < LEAST_RSA_BITS) return "weak";
      const imported = await subtle.importKey("spki", own(key.spki), { name: "RSASSA-PKCS1-v1_5", hash }, false, ["verify"]);
      return (await subtle.verify({ name: "RSASSA-PKCS1-v1_5" }, imported, own(signature), own(data))) ? "holds" : "fails";
    }
    const curve = CURVES[key.parameters];
    if (curve === undefined) return "weak";
    const named = { name: "ECDSA", namedCurve: curve.name };
    const imported = await subtle.importKey("spki", own(key.spki), named, false, ["verify"]);
    const raw = rawOf(signature, curve.bytes);
    return (await subtle.verify({ name: "ECDSA", hash }, imported, raw, own(data))) ? "holds" : "fails";
  } catch {
    // No key, or no signature, of its own algorithm.
    return "fails";
  }
}

/** Bits of an RSA key's modulus. @throws where it is no such key. */
function modulusBits({ bits }: PublicKey): number {
  const fields = fieldsOf(wholeValue(bits, TAG.sequence));
  const digits = withoutZeros(fields.next(TAG.integer).content);
  return 8 * digits.length - Math.clz32(digits[0] ?? 0) + 24;
}

/** r and s side by side, as WebCrypto takes them. */
function rawOf(signature: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const fields = fieldsOf(wholeValue(signature, TAG.sequence));
  const raw = new Uint8Array(2 * bytes);
  for (const at of [1, 2]) {
    const digits = withoutZeros(fields.next(TAG.integer).content);
    if (digits.length > bytes) throw new TypeError("a number out of bounds");
    raw.set(digits, at * bytes - digits.length);
  }
  fields.end();
  return raw;
}

function withoutZeros(number: Uint8Array): Uint8Array {
  const from = number.findIndex((byte) => byte !== 0);
  return from < 0 ? new Uint8Array() : number.subarray(from);
}

/** Bytes of their own: WebCrypto takes none that are shared. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
