import { readFileSync } from "node:fs";
import { createSeededRandom } from "@lucid/foundation/testing";
import { canonicalBytes, DOMAIN, type Domain, verifyObject } from "@lucid/proof";
import { expect, it } from "vitest";
import { createTestKeys } from "../testing/index.ts";
import { createSignatureChecker, createSignatures, type SignatureClaim } from "./signature-checker.ts";

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

interface Vector {
  readonly name: string;
  readonly valid: boolean;
  readonly input: {
    readonly kind: string;
    readonly domain: Domain;
    readonly value: unknown;
    readonly signature: string;
    readonly public_key: string;
  };
}

const { vectors } = JSON.parse(
  readFileSync(new URL("../../../../docs/formats/vectors/signatures.json", import.meta.url), "utf8"),
) as { readonly vectors: readonly Vector[] };
const ofNodes = vectors.filter(({ input }) => input.kind === "ed25519");

it.each(ofNodes)("says of $name what the verifier says", ({ valid, input: { domain, value: signed, signature, public_key } }) => {
  const check = createSignatureChecker();
  expect([check(domain, signed, signature, public_key), check(domain, signed, signature, public_key)]).toEqual([valid, valid]);
});

/** R of the neutral element and S of 0 hold for whatever a key of order one, two, four or eight signs, if nobody looks at the key. */
it("says of keys around the limits of the field, and of every small order, what the verifier says", () => {
  const limits = ["ec", "ed", "ee", "ff"].flatMap((first) => ["7f", "ff"].map((last) => first + "ff".repeat(30) + last));
  const around = ["00", "01", "02"].flatMap((first) => ["00", "80"].map((last) => first + "00".repeat(30) + last));
  const small = ofNodes.flatMap(({ name, input }) => (name.includes("small order") ? [input.public_key] : []));
  expect(small.length).toBeGreaterThan(8);
  const forged = [`01${"00".repeat(63)}`, `ec${"ff".repeat(30)}7f${"00".repeat(32)}`, "00".repeat(64)];
  for (const key of [...limits, ...around, ...small])
    for (const signature of forged)
      for (let count = 0; count < 8; count += 1)
        expect([key, createSignatureChecker()(DOMAIN.block, count, signature, key)]).toEqual([
          key,
          verifyObject(DOMAIN.block, count, signature, key),
        ]);
});

it("says of changed keys and signatures what the verifier says", () => {
  const random = createSeededRandom("signatures");
  const signature = keys.sign(DOMAIN.block, value);
  const flip = (hex: string): string => {
    const bytes = Buffer.from(hex, "hex");
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    return bytes.toString("hex");
  };
  for (let count = 0; count < 40; count += 1) {
    const [one, key] = random.below(2) === 0 ? [flip(signature), keys.publicKey] : [signature, flip(keys.publicKey)];
    expect(createSignatureChecker()(DOMAIN.block, value, one, key)).toBe(verifyObject(DOMAIN.block, value, one, key));
  }
});

it("comes to the same on other threads: what holds, and what does not", async () => {
  const { checkAll } = createSignatures();
  const claim = (changes: Partial<SignatureClaim> = {}): SignatureClaim => ({
    ...{ domain: DOMAIN.block, value, canonical: canonicalBytes(value), publicKey: keys.publicKey },
    signature: keys.sign(DOMAIN.block, value),
    ...changes,
  });
  expect([await checkAll([]), await checkAll([claim(), claim()])]).toEqual([true, true]);
  const wrong: readonly Partial<SignatureClaim>[] = [
    { domain: DOMAIN.attestation },
    { canonical: canonicalBytes({ a: 2 }) },
    { publicKey: createTestKeys("other").publicKey },
    { publicKey: `01${"0".repeat(62)}`, signature: `01${"0".repeat(126)}` },
    { signature: "short" },
  ];
  for (const changes of wrong) expect(await checkAll([claim(), claim(changes)])).toBe(false);
});

it("remembers as many signatures that held as it may, each for what it covers", async () => {
  const { check, checkAll } = createSignatures({ remembered: 2 });
  const values = [1, 2, 3].map((number) => ({ number }));
  const signatures = values.map((one) => keys.sign(DOMAIN.block, one));
  const verdicts = () => values.map((one, index) => check(DOMAIN.block, one, signatures[index] ?? "", keys.publicKey));
  expect([verdicts(), verdicts()]).toEqual([
    [true, true, true],
    [true, true, true],
  ]);
  expect(check(DOMAIN.block, { number: 4 }, signatures[2] ?? "", keys.publicKey)).toBe(false);
  expect(check(DOMAIN.block, values[2], signatures[2] ?? "", createTestKeys("other").publicKey)).toBe(false);
  const canonical = canonicalBytes({ number: 4 });
  const claim = { domain: DOMAIN.block, value: { number: 4 }, canonical, publicKey: keys.publicKey };
  expect(await checkAll([{ ...claim, signature: signatures[2] ?? "" }])).toBe(false);
});
