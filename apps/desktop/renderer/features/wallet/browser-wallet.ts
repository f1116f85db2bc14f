import { decryptWallet, encryptWallet, type WalletFile } from "@lucid/identity";
import { createStore } from "zustand/vanilla";
import { walletOfPhrase } from "./phrase-wallet.ts";
import type { PageWallet } from "./vault.ts";

const KEPT_AS = "lucid.wallet";

function readKept(): unknown {
  const text = localStorage.getItem(KEPT_AS);
  return text === null ? undefined : JSON.parse(text);
}

const addressOf = (file: unknown): string | undefined =>
  typeof file === "object" && file !== null && "address" in file && typeof file.address === "string" ? file.address : undefined;

/** Address of the wallet that this browser keeps under a passphrase, if any. */
export const keptWallet = createStore<{ readonly address: string | undefined }>(() => ({ address: addressOf(readKept()) }));

/** Encrypts the phrase under the passphrase and keeps it in this browser in place of an earlier one. Takes a second or more. */
export async function keepWallet(phrase: string, passphrase: string, onProgress: (done: number) => void): Promise<PageWallet> {
  const file: WalletFile = await encryptWallet(phrase, passphrase, { onProgress });
  localStorage.setItem(KEPT_AS, JSON.stringify(file));
  keptWallet.setState({ address: file.address });
  return walletOfPhrase(phrase);
}

/** Opens the kept wallet; undefined when the passphrase is wrong. Takes a second or more. */
export async function openKeptWallet(passphrase: string, onProgress: (done: number) => void): Promise<PageWallet | undefined> {
  const opened = await decryptWallet(readKept(), passphrase, { onProgress });
  if (opened.kind === "opened") return walletOfPhrase(opened.phrase);
  if (opened.kind === "refused") return undefined;
  throw new Error("The wallet kept in this browser cannot be read");
}

/** Removes the wallet from this browser. Only the recovery phrase brings it back. */
export function forgetKeptWallet(): void {
  localStorage.removeItem(KEPT_AS);
  keptWallet.setState({ address: undefined });
}
