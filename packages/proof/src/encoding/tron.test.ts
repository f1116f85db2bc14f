import { secp256k1 } from "@noble/curves/secp256k1.js";
import { hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import { recoverTronAddress, tronAddressOf } from "./tron.ts";

const ADDRESS = "TE2H9hWjzYdwzDFRJfx9BFhr4MmjH1CHaz";
const SECRET = hexToBytes("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318");
/** Made with signMessageV2 of TronWeb 6.5.1, without its 0x. */
const signed = [
  [
    "Lucid",
    "92874eeb4dc4cbb89f9806aa65ecfe6634d07f5f10e1888d33abdf4a20be31ce7b65f50c061639485f6a70875c5c73f39130d8979a5003e6499b9bd6bf291d051b",
  ],
  [
    "Zeile eins\nZeile zwei: äöü ✓ 😀",
    "cdfa3aeef6886c229ae0c043c8785767cecc0efcb0017a70cb56ef98159d94e911a0a56ba8003428c51b1d5a877807b288de5c7b39231e65469cb9cbe2c273d01b",
  ],
  [
    "",
    "55ed224366bc9a31f135ae33e932e290424c9ddb7b25ea19dcaea14ce16fc1626f5d42d789c7ef536999e8bc75b1397a5ce8195b48e28e7eafb987ca3f1c2fd81b",
  ],
] as const;
const [message, signature] = signed[0];

describe("TRON message signatures", () => {
  it.each(signed)("recover the address TronWeb signed %j with", (text, made) => {
    expect(recoverTronAddress(text, made)).toBe(ADDRESS);
  });

  it("may count the recovery bit from 0 as well as from 27", () => {
    expect(recoverTronAddress(message, `${signature.slice(0, 128)}00`)).toBe(ADDRESS);
  });

  it("recover another address or none for another text", () => {
    expect(recoverTronAddress("lucid", signature)).not.toBe(ADDRESS);
  });

  it("are refused with s in the upper half of the order, as TronWeb does", () => {
    const s = BigInt(`0x${signature.slice(64, 128)}`);
    const high = (secp256k1.Point.Fn.ORDER - s).toString(16).padStart(64, "0");
    expect(recoverTronAddress(message, `${signature.slice(0, 64)}${high}1c`)).toBeUndefined();
  });

  it.each([
    ["another recovery byte", `${signature.slice(0, 128)}1d`],
    ["upper case", signature.toUpperCase()],
    ["a prefix", `0x${signature}`],
    ["a byte too few", signature.slice(2)],
    ["r zero", `${"0".repeat(64)}${signature.slice(64)}`],
    ["s zero", `${signature.slice(0, 64)}${"0".repeat(64)}1b`],
    ["r beyond the order", `${"f".repeat(64)}${signature.slice(64)}`],
  ])("are refused with %s", (_name, changed) => {
    expect(recoverTronAddress(message, changed)).toBeUndefined();
  });
});

describe("TRON addresses", () => {
  it("are made of a public key with or without its leading byte", () => {
    const key = secp256k1.getPublicKey(SECRET, false);
    expect(tronAddressOf(key)).toBe(ADDRESS);
    expect(tronAddressOf(key.subarray(1))).toBe(ADDRESS);
  });
});
