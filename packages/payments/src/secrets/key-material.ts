import { secp256k1 } from "@noble/curves/secp256k1.js";
import { hexToBytes } from "@noble/hashes/utils.js";
import { HDKey } from "@scure/bip32";
import { mnemonicToSeed, validateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { Refusal } from "../refusal.ts";
import { addressOfKey } from "../tron/address.ts";

/** First account of a TRON wallet (SLIP-44 coin type 195). */
const PATH = "m/44'/195'/0'/0/0";

export interface KeyMaterial {
  /** The phrase with single spaces, or the private key as 64 hex digits: what is kept, and what a person has written down. */
  readonly text: string;
  readonly address: string;
  /** 32 bytes, to be overwritten after use. */
  readonly privateKey: Uint8Array;
}

/** Reads a BIP-39 phrase of English words, or a private key in hex. @throws Refusal SECRET_INVALID */
export async function readKeyMaterial(typed: string): Promise<KeyMaterial> {
  const text = typed.normalize("NFKD").toLowerCase().trim().split(/\s+/).join(" ");
  if (!text.includes(" ")) return ofKey(text.replace(/^0x/, ""));
  if (!validateMnemonic(text, wordlist)) throw new Refusal("SECRET_INVALID", { fault: "phrase" });
  const { privateKey } = HDKey.fromMasterSeed(await mnemonicToSeed(text)).derive(PATH);
  if (!privateKey) throw new Refusal("SECRET_INVALID", { fault: "phrase" });
  return { text, address: addressOfKey(privateKey), privateKey };
}

function ofKey(text: string): KeyMaterial {
  const privateKey = /^[0-9a-f]{64}$/.test(text) ? hexToBytes(text) : undefined;
  if (!privateKey || !secp256k1.utils.isValidSecretKey(privateKey)) throw new Refusal("SECRET_INVALID", { fault: "private-key" });
  return { text, address: addressOfKey(privateKey), privateKey };
}
