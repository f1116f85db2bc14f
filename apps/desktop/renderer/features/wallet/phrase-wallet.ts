import { walletFromPhrase } from "@lucid/identity";
import type { PageWallet } from "./vault.ts";

/** The wallet of a recovery phrase, held in this page's memory. */
export function walletOfPhrase(phrase: string): PageWallet {
  const { address, signMessage } = walletFromPhrase(phrase);
  return { kind: "browser", address, sign: (text) => Promise.resolve(signMessage(text)) };
}
