import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";

/** Primes of test keys that everybody may know. The last makes a product that is one bit shorter. */
const FIRST = BigInt(
  `0x${[
    "ccbd6c3453ceb5d8b3fe17d4d385fb77903ababff403875410e1434e45e6f5e09fd5c1112f4679ba04ff19dbae4561fe1be9da5163b821ef4a6009316e3aa0b8",
    "8f9eaa5799634a0111af674adf0b71257c4e1ce904dbe138b847ac13b6f566785041bc85f3ac70d91ead571356a80a53d672f60df862fe2dee5e1756e86ce8b5",
  ].join("")}`,
);
const SECOND = BigInt(
  `0x${[
    "d76825f6f85f29d1e95c2f8a1400bfca608245c4387c00d0cb536eb7714a8e2e8e780625cdc6881e542bc1c8d4fadb58a7e4eb495cc010d5021780382fab1ab0",
    "1aff2389e186eeeff47a716e4018b0d0febc40e18c6f2299ded86f042028d503dae7f89b76f3db855116e8c1f3f959e82aa6c1df21a4b0c2bba84d8b360b7aa5",
  ].join("")}`,
);
const SHORTER = BigInt(
  `0x${[
    "6a6fd93a865c7ac02d05ea2bb9afbdfef698cac8f47b04c6fcf038d1bb198923c77db1e26b6b646f5260dd0da54393c3f4e5d1e7989462b1ae1b337766a64bd0",
    "4395998bfbeadf5c8c2b9c3c5e2d16234f572c4efbf9d37db3a7b1b7feacb3746b29a2fe80c688faa9056b776eeb0927401f69e68bea59c084e7684473208aa5",
  ].join("")}`,
);
const EXPONENT = 65_537n;

/** A private key made of two of these primes. */
export function keyOfPrimes(bits: 2_048 | 2_047): JsonWebKey {
  const [p, q] = [FIRST, bits === 2_048 ? SECOND : SHORTER];
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const parts = { n: p * q, e: EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  return { kty: "RSA", ...Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, base64url(value)])) };
}

/** What a certificate holds of it. */
export const publicPart = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" }));

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex").toString("base64url");
}

/** By Euclid. */
function inverse(value: bigint, module: bigint): bigint {
  let [one, other] = [value, module];
  let [first, second] = [1n, 0n];
  while (other !== 0n) {
    const times = one / other;
    [one, other] = [other, one - times * other];
    [first, second] = [second, first - times * second];
  }
  return ((first % module) + module) % module;
}
