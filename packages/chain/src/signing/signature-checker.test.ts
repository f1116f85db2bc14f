import { DOMAIN } from "@lucid/proof";
import { expect, it } from "vitest";
import { createTestKeys } from "../testing/index.ts";
import { createSignatureChecker } from "./signature-checker.ts";

const keys = createTestKeys("signer");
const value = { a: 1 };

it("accepts a signature by a key that is new and by one it knows", () => {
  const check = createSignatureChecker();
  const signature = keys.sign(DOMAIN.block, value);
  expect([check(DOMAIN.block, value, signature, keys.publicKey), check(DOMAIN.block, value, signature, keys.publicKey)]).toEqual([
    true,
    true,
  ]);
});

it("refuses another value, domain, key or signature, whether it knows the key or not", () => {
  const signature = keys.sign(DOMAIN.block, value);
  for (const known of [false, true]) {
    const check = createSignatureChecker();
    if (known) check(DOMAIN.block, value, signature, keys.publicKey);
    expect(check(DOMAIN.block, { a: 2 }, signature, keys.publicKey)).toBe(false);
    expect(check(DOMAIN.attestation, value, signature, keys.publicKey)).toBe(false);
    expect(check(DOMAIN.block, value, signature, createTestKeys("other").publicKey)).toBe(false);
    expect(check(DOMAIN.block, value, `${signature.slice(0, -2)}00`, keys.publicKey)).toBe(false);
  }
});

it("never comes to know a weak key", () => {
  const check = createSignatureChecker();
  const weak = `01${"0".repeat(62)}`;
  const forged = `01${"0".repeat(126)}`;
  expect([check(DOMAIN.block, value, forged, weak), check(DOMAIN.block, value, forged, weak)]).toEqual([false, false]);
});

it("refuses S that is not below the group order, whether it knows the key or not", () => {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const littleEndian = (hex: string): bigint => BigInt(`0x${Buffer.from(Buffer.from(hex, "hex").toReversed()).toString("hex")}`);
  const signature = keys.sign(DOMAIN.block, value);
  const larger = (littleEndian(signature.slice(64)) + order).toString(16).padStart(64, "0");
  const forged = signature.slice(0, 64) + Buffer.from(Buffer.from(larger, "hex").toReversed()).toString("hex");
  const check = createSignatureChecker();
  expect(check(DOMAIN.block, value, forged, keys.publicKey)).toBe(false);
  expect(check(DOMAIN.block, value, signature, keys.publicKey)).toBe(true);
  expect(check(DOMAIN.block, value, forged, keys.publicKey)).toBe(false);
});
