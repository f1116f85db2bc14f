import { entropyToMnemonic, generateMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";

export type PhraseCheck =
  | { readonly kind: "ok"; readonly phrase: string }
  | { readonly kind: "wrong-length"; readonly words: number }
  /** `position` counts from 1. */
  | { readonly kind: "unknown-word"; readonly position: number }
  | { readonly kind: "wrong-checksum" };

const LENGTHS: readonly number[] = [12, 15, 18, 21, 24];
const words: ReadonlySet<string> = new Set(wordlist);

/** A BIP-39 phrase of 12 English words. */
export const newPhrase = (): string => generateMnemonic(wordlist, 128);

/** Whether a typed text is a BIP-39 phrase, and what is wrong if not. Case and white space do not matter. */
export function checkPhrase(text: string): PhraseCheck {
  const typed = text.normalize("NFKD").toLowerCase().trim().split(/\s+/);
  if (!LENGTHS.includes(typed.length)) return { kind: "wrong-length", words: typed.length };
  const unknown = typed.findIndex((word) => !words.has(word));
  if (unknown >= 0) return { kind: "unknown-word", position: unknown + 1 };
  const phrase = typed.join(" ");
  return isSound(phrase) ? { kind: "ok", phrase } : { kind: "wrong-checksum" };
}

function isSound(phrase: string): boolean {
  try {
    return entropyToMnemonic(mnemonicToEntropy(phrase, wordlist), wordlist) === phrase;
  } catch {
    return false;
  }
}
