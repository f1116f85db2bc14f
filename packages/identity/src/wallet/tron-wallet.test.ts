import { recoverTronAddress } from "@lucid/proof";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPhrase } from "./phrase.ts";
import { createWallet, walletFromKey, walletFromPhrase } from "./tron-wallet.ts";

const PHRASE = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

describe("a TRON wallet", () => {
  it("derives the account that TronWeb derives from the same phrase", () => {
    expect(walletFromPhrase(PHRASE).address).toBe("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH");
  });

  it("signs as TronWeb's signMessageV2 does", () => {
    expect(walletFromPhrase(PHRASE).signMessage("hello")).toBe(
      "6923f6d8fd72af89700ddec004173727c63e18baf422ba909cb2517e092e89506fe38b24aac077d70713f9021b0889c41f854f3d5912855ce33d1d152fe021b11c",
    );
  });

  it("makes a new wallet of twelve words every time", () => {
    const [first, second] = [createWallet(), createWallet()];
    expect(first.phrase.split(" ")).toHaveLength(12);
    expect(first.phrase).not.toBe(second.phrase);
    expect(walletFromPhrase(first.phrase).address).toBe(first.address);
  });

  it("signs any text so that its address is recovered, always alike", () => {
    const key = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .filter((bytes) => bytes[0] !== 255 && bytes.some((byte) => byte > 0));
    fc.assert(
      fc.property(key, fc.string({ unit: "binary" }), (privateKey, text) => {
        const wallet = walletFromKey(privateKey);
        const signature = wallet.signMessage(text);
        expect(recoverTronAddress(text, signature)).toBe(wallet.address);
        expect(wallet.signMessage(text)).toBe(signature);
      }),
      { numRuns: 30 },
    );
  });
});

describe("a typed recovery phrase", () => {
  it("is accepted whatever its case and white space", () => {
    expect(checkPhrase(`  ${PHRASE.toUpperCase().replaceAll(" ", "\n ")} `)).toEqual({ kind: "ok", phrase: PHRASE });
  });

  it("is refused with the place of an unknown word", () => {
    expect(checkPhrase(PHRASE.replace("about", "abuot"))).toEqual({ kind: "unknown-word", position: 12 });
  });

  it("is refused with the wrong number of words", () => {
    expect(checkPhrase("abandon about")).toEqual({ kind: "wrong-length", words: 2 });
  });

  it("is refused with the wrong check sum, and makes no wallet", () => {
    const swapped = PHRASE.replace("about", "abandon");
    expect(checkPhrase(swapped)).toEqual({ kind: "wrong-checksum" });
    expect(() => walletFromPhrase(swapped)).toThrow(RangeError);
  });
});
