import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DOMAIN } from "./domains.ts";
import { publicKeyOf, signObject, verifyObject, verifySignature } from "./signature.ts";

/** RFC 8032 section 7.1: secret key, public key, message, signature. */
const rfc8032 = [
  [
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ],
  [
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  ],
] as const;

const ORDER = ed25519.Point.Fn.ORDER;
const { Point } = ed25519;

function addOrderToS(signature: Uint8Array): Uint8Array {
  let s = BigInt(`0x${bytesToHex(signature.slice(32).toReversed())}`) + ORDER;
  const changed = signature.slice();
  for (let at = 32; at < 64; at += 1) {
    changed[at] = Number(s & 0xffn);
    s >>= 8n;
  }
  return changed;
}

describe("Ed25519", () => {
  it.each(rfc8032)("signs and accepts the vector of RFC 8032 with key %s", (secret, publicKey, message, signature) => {
    expect(publicKeyOf(hexToBytes(secret))).toBe(publicKey);
    expect(bytesToHex(ed25519.sign(hexToBytes(message), hexToBytes(secret)))).toBe(signature);
    expect(verifySignature(hexToBytes(message), hexToBytes(signature), hexToBytes(publicKey))).toBe(true);
  });

  it("refuses S that is not below the group order", () => {
    const [, publicKey, message, signature] = rfc8032[2];
    const changed = addOrderToS(hexToBytes(signature));
    expect(verifySignature(hexToBytes(message), changed, hexToBytes(publicKey))).toBe(false);
  });

  it("refuses S that is the group order itself", () => {
    const [, publicKey, message, signature] = rfc8032[2];
    const order = new Uint8Array([...hexToBytes(signature).subarray(0, 32), ...littleEndian(ORDER)]);
    expect(verifySignature(hexToBytes(message), order, hexToBytes(publicKey))).toBe(false);
  });

  it("refuses a signature that lost a byte, also a zero at its end", () => {
    const [secret, publicKey] = [hexToBytes(rfc8032[0][0]), hexToBytes(rfc8032[0][1])];
    let count = 0;
    let signature = ed25519.sign(Uint8Array.of(count), secret);
    while (signature[63] !== 0) signature = ed25519.sign(Uint8Array.of((count += 1)), secret);
    expect(verifySignature(Uint8Array.of(count), signature, publicKey)).toBe(true);
    expect(verifySignature(Uint8Array.of(count), signature.subarray(0, 63), publicKey)).toBe(false);
    expect(verifySignature(Uint8Array.of(count), new Uint8Array([...signature, 0]), publicKey)).toBe(false);
  });

  it("refuses keys of small order, and keys that are no canonical point", () => {
    const zeroS = new Uint8Array(64);
    zeroS[0] = 1;
    const identity = new Uint8Array(32);
    identity[0] = 1;
    expect(verifySignature(new Uint8Array(0), zeroS, identity)).toBe(false);
    const beyondField = hexToBytes("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
    expect(verifySignature(new Uint8Array(0), zeroS, beyondField)).toBe(false);
  });

  it("refuses a signature that is right only up to the cofactor", () => {
    const secret = hexToBytes(rfc8032[1][0]);
    const torsion = Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
    const message = hexToBytes("72");
    const { scalar, prefix, pointBytes } = ed25519.utils.getExtendedPublicKey(secret);
    const nonce = Point.Fn.create(BigInt(`0x${bytesToHex(prefix)}`));
    const dirty = Point.BASE.multiply(nonce).add(torsion).toBytes();
    const k = challenge(dirty, pointBytes, message);
    const s = Point.Fn.create(nonce + k * scalar);
    const signature = new Uint8Array([...dirty, ...littleEndian(s)]);
    expect(ed25519.verify(signature, message, pointBytes, { zip215: true })).toBe(true);
    expect(verifySignature(message, signature, pointBytes)).toBe(false);
  });

  it("judges the hundredth signature of a key as the first", () => {
    const secret = hexToBytes(rfc8032[2][0]);
    const publicKey = hexToBytes(rfc8032[2][1]);
    const weak = hexToBytes(`01${"0".repeat(62)}`);
    for (let count = 0; count < 100; count += 1) {
      const message = Uint8Array.of(count);
      const signature = ed25519.sign(message, secret);
      expect(verifySignature(message, signature, publicKey)).toBe(true);
      expect(verifySignature(Uint8Array.of(count + 1), signature, publicKey)).toBe(false);
      expect(verifySignature(message, hexToBytes(`01${"0".repeat(126)}`), weak)).toBe(false);
    }
  });

  it("agrees with the library on random messages, and refuses every flipped bit", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array(), fc.nat(511), (secret, message, bit) => {
        const signature = ed25519.sign(message, secret);
        const publicKey = ed25519.getPublicKey(secret);
        expect(verifySignature(message, signature, publicKey)).toBe(true);
        const flipped = signature.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(verifySignature(message, flipped, publicKey)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a signed object", () => {
  const secret = hexToBytes(rfc8032[0][0]);
  const key = rfc8032[0][1];
  const signature = signObject(DOMAIN.manifest, { b: 1, a: 2 }, secret);

  it("is accepted whatever the order of its names", () => {
    expect(verifyObject(DOMAIN.manifest, { a: 2, b: 1 }, signature, key)).toBe(true);
  });

  it("is refused under another domain, with another value or with a malformed signature", () => {
    expect(verifyObject(DOMAIN.block, { a: 2, b: 1 }, signature, key)).toBe(false);
    expect(verifyObject(DOMAIN.manifest, { a: 2, b: 2 }, signature, key)).toBe(false);
    expect(verifyObject(DOMAIN.manifest, { a: 2, b: 1 }, signature.toUpperCase(), key)).toBe(false);
    expect(verifyObject(DOMAIN.manifest, { a: 2, b: 1 }, signature.slice(2), key)).toBe(false);
  });
});

function challenge(r: Uint8Array, publicKey: Uint8Array, message: Uint8Array): bigint {
  const digest = sha512(new Uint8Array([...r, ...publicKey, ...message]));
  return Point.Fn.create(BigInt(`0x${bytesToHex(digest.toReversed())}`));
}

function littleEndian(value: bigint): number[] {
  return Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
}
