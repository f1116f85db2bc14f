import { tronAddressOf, tronMessageHash } from "@lucid/proof";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { HDKey } from "@scure/bip32";
import { mnemonicToSeedSync } from "@scure/bip39";
import { checkPhrase, newPhrase } from "./phrase.ts";

/** First account of a TRON wallet (SLIP-44 coin type 195). */
export const TRON_PATH = "m/44'/195'/0'/0/0";

export interface Wallet {
  /** TRON account in base58check form. */
  readonly address: string;
  /** TRON message signature (signMessageV2) as 130 hex digits: r, s in the lower half, v 1b or 1c. The same text gives the same signature (RFC 6979). */
  readonly signMessage: (text: string) => string;
}

/** A new wallet from 128 bits of randomness. The phrase is the wallet: show it once, keep it encrypted. */
export function createWallet(): { readonly phrase: string; readonly address: string } {
  const phrase = newPhrase();
  return { phrase, address: walletFromPhrase(phrase).address };
}

/** The wallet of a recovery phrase. @throws RangeError when the phrase is none: ask `checkPhrase` first. */
export function walletFromPhrase(phrase: string): Wallet {
  const checked = checkPhrase(phrase);
  if (checked.kind !== "ok") throw new RangeError(`Not a recovery phrase: ${checked.kind}`);
  const { privateKey } = HDKey.fromMasterSeed(mnemonicToSeedSync(checked.phrase)).derive(TRON_PATH);
  if (!privateKey) throw new RangeError("The phrase derives no private key");
  return walletFromKey(privateKey);
}

/** The wallet of a secp256k1 private key (32 bytes). */
export function walletFromKey(privateKey: Uint8Array): Wallet {
  return {
    address: tronAddressOf(secp256k1.getPublicKey(privateKey, false)),
    signMessage: (text) => {
      const signature = secp256k1.sign(tronMessageHash(text), privateKey, { prehash: false, lowS: true, format: "recovered" });
      const recovery = signature[0] === 1 ? "1c" : "1b";
      return `${bytesToHex(signature.subarray(1))}${recovery}`;
    },
  };
}
