import { createHash, createPrivateKey, sign as signRsa } from "node:crypto";
import { sha256, utf8 } from "@lucid/proof";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { hexToBytes } from "@noble/hashes/utils.js";
import { AsnConvert } from "@peculiar/asn1-schema";
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from "@peculiar/asn1-x509";
import { keyOfPrimes, publicPart } from "./test-primes.ts";

const EC = "1.2.840.10045.2.1";
/** Signatures of CMS may name RSA alone: the hash is then the signer's. */
export const RSA = "1.2.840.113549.1.1.1";

export type HashName = "sha1" | "sha256" | "sha384" | "sha512";

/** Algorithms of ECDSA and of RSA with a hash. */
const SIGNATURES: Readonly<Record<HashName, readonly [ec: string, rsa: string]>> = {
  sha1: ["1.2.840.10045.4.1", "1.2.840.113549.1.1.5"],
  sha256: ["1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11"],
  sha384: ["1.2.840.10045.4.3.3", "1.2.840.113549.1.1.12"],
  sha512: ["1.2.840.10045.4.3.4", "1.2.840.113549.1.1.13"],
};

export const hashed = (hash: HashName, bytes: Uint8Array): Uint8Array => new Uint8Array(createHash(hash).update(bytes).digest());

/** A key of certificates, the same in every run. */
export interface TestKey {
  readonly info: SubjectPublicKeyInfo;
  /** Identifier of its signatures with a hash. */
  algorithm(hash: HashName): string;
  sign(bytes: Uint8Array, hash: HashName): Uint8Array;
}

/** Curves by the DER of their names; the last is none that a verifier takes. */
const CURVES = {
  "P-256": { curve: p256, named: "06082a8648ce3d030107" },
  "P-384": { curve: p384, named: "06052b81040022" },
  "P-521": { curve: p521, named: "06052b81040023" },
  secp256k1: { curve: secp256k1, named: "06052b8104000a" },
} as const;
export type CurveName = keyof typeof CURVES;

export function ecKey(name: string, curveName: CurveName = "P-256"): TestKey {
  const { curve, named } = CURVES[curveName];
  const seed = ["", "more ", "still more ", "yet more "].flatMap((before) => [...sha256(utf8(`${before}${name}`))]);
  const secret = curve.utils.randomSecretKey(Uint8Array.from(seed).subarray(0, curve.lengths.seed));
  return {
    info: infoOf(EC, named, curve.getPublicKey(secret, false)),
    algorithm: (hash) => SIGNATURES[hash][0],
    sign: (data, hash) => curve.sign(hashed(hash, data), secret, { format: "der", lowS: false, prehash: false }),
  };
}

/** One of 2 048 bits, or of one less, which is too short. */
export function rsaKey(bits: 2_048 | 2_047 = 2_048): TestKey {
  const key = createPrivateKey({ key: keyOfPrimes(bits), format: "jwk" });
  return {
    info: AsnConvert.parse(publicPart(key), SubjectPublicKeyInfo),
    algorithm: (hash) => SIGNATURES[hash][1],
    sign: (data, hash) => new Uint8Array(signRsa(hash, data, key)),
  };
}

/** The same key with these parameters of its algorithm, in DER as hex. */
export const withParameters = (key: TestKey, parameters: string | undefined): TestKey => ({
  ...key,
  info: infoOf(key.info.algorithm.algorithm, parameters, new Uint8Array(key.info.subjectPublicKey)),
});

/** A key whose own bytes in the certificate are others. */
export const withBits = ({ info, ...key }: TestKey, edit: (bits: Uint8Array) => Uint8Array): TestKey => ({
  ...key,
  info: new SubjectPublicKeyInfo({
    algorithm: info.algorithm,
    subjectPublicKey: new Uint8Array(edit(new Uint8Array(info.subjectPublicKey))).buffer,
  }),
});

const infoOf = (algorithm: string, parameters: string | undefined, key: Uint8Array): SubjectPublicKeyInfo =>
  new SubjectPublicKeyInfo({
    algorithm: new AlgorithmIdentifier({
      algorithm,
      ...(parameters !== undefined && { parameters: new Uint8Array(hexToBytes(parameters)).buffer }),
    }),
    subjectPublicKey: new Uint8Array(key).buffer,
  });
