import { ECDSASigValue } from "@peculiar/asn1-ecc";
import { AsnConvert } from "@peculiar/asn1-schema";

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
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Uint8Array;
  readonly oid: string;
  /** Parameters of its algorithm in DER, as hex. */
  readonly parameters: string;
}

/** `weak`: an algorithm or key that nothing is to rest on, or one that is not known here. */
export type SignatureAnswer = "holds" | "fails" | "weak";

const RSA = "1.2.840.113549.1.1.1";
const EC = "1.2.840.10045.2.1";
const LEAST_RSA_BITS = 2_048;

/** Curves by the DER of their names, with the bytes of a number. */
const CURVES: Readonly<Record<string, { readonly name: string; readonly bytes: number }>> = {
  "06082a8648ce3d030107": { name: "P-256", bytes: 32 },
  "06052b81040022": { name: "P-384", bytes: 48 },
  "06052b81040023": { name: "P-521", bytes: 66 },
};

export const HASHES: Readonly<Record<string, string>> = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};

/** Algorithms of signatures that name their hash, by the algorithm of the key. */
const SIGNATURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [RSA]: {
    "1.2.840.113549.1.1.11": "SHA-256",
    "1.2.840.113549.1.1.12": "SHA-384",
    "1.2.840.113549.1.1.13": "SHA-512",
  },
  [EC]: { "1.2.840.10045.4.3.2": "SHA-256", "1.2.840.10045.4.3.3": "SHA-384", "1.2.840.10045.4.3.4": "SHA-512" },
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
  const curve = CURVES[key.parameters];
  if (hash === undefined || (key.oid === EC && curve === undefined)) return "weak";
  try {
    if (key.oid === EC && curve !== undefined) {
      const imported = await subtle.importKey("spki", own(key.spki), { name: "ECDSA", namedCurve: curve.name }, false, [
        "verify",
      ]);
      const raw = rawOf(signature, curve.bytes);
      return (await subtle.verify({ name: "ECDSA", hash }, imported, raw, own(data))) ? "holds" : "fails";
    }
    const algorithm = { name: "RSASSA-PKCS1-v1_5", hash };
    const imported = await subtle.importKey("spki", own(key.spki), algorithm, false, ["verify"]);
    if (bitsOf(imported) < LEAST_RSA_BITS) return "weak";
    return (await subtle.verify({ name: algorithm.name }, imported, own(signature), own(data))) ? "holds" : "fails";
  } catch {
    // No key, or no signature, of its own algorithm.
    return "fails";
  }
}

function bitsOf(imported: unknown): number {
  const { algorithm } = imported as { readonly algorithm: { readonly modulusLength?: number } };
  return algorithm.modulusLength ?? 0;
}

/** r and s side by side, as WebCrypto takes them. */
function rawOf(signature: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const { r, s } = AsnConvert.parse(signature, ECDSASigValue);
  const raw = new Uint8Array(2 * bytes);
  for (const [at, part] of [r, s].entries()) {
    const number = new Uint8Array(part);
    const from = number.findIndex((byte) => byte !== 0);
    const digits = from < 0 ? new Uint8Array(0) : number.subarray(from);
    raw.set(digits, (at + 1) * bytes - digits.length);
  }
  return raw;
}

/** Bytes of their own: WebCrypto takes none that are shared. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
