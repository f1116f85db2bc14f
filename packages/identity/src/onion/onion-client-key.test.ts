import { createPrivateKey, createPublicKey } from "node:crypto";
import { base32nopad } from "@scure/base";
import { expect, it } from "vitest";
import { newOnionClientKey } from "./onion-client-key.ts";

/** RFC 8410: what stands before the 32 bytes of a private X25519 key. */
const PKCS8 = Buffer.from("302e020100300506032b656e04220420", "hex");

it("is a pair that OpenSSL agrees with, and another one each time", () => {
  const { privateKey, publicKey } = newOnionClientKey();
  expect([privateKey, publicKey]).toEqual([expect.stringMatching(/^[A-Z2-7]{52}$/), expect.stringMatching(/^[A-Z2-7]{52}$/)]);
  const der = Buffer.concat([PKCS8, base32nopad.decode(privateKey)]);
  const derived = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
  expect(base32nopad.encode(derived.export({ format: "der", type: "spki" }).subarray(-32))).toBe(publicKey);
  expect(newOnionClientKey().privateKey).not.toBe(privateKey);
});
