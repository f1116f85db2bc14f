import { decryptWallet, encryptWallet, WalletFile } from "@lucid/identity";
import { createStore } from "zustand/vanilla";
import { walletOfPhrase } from "./phrase-wallet.ts";
import type { PageWallet } from "./vault.ts";

const KEPT_AS = "lucid.wallet";

/** The address that a kept file names. A file that cannot be read counts as none: it could not be opened either. */
function keptAddress(): string | undefined {
  try {
    return WalletFile.parse(JSON.parse(localStorage.getItem(KEPT_AS) ?? "")).address;
  } catch {
    return undefined;
  }
}

/** Address of the wallet that this browser keeps under a passphrase, if any. */
export const keptWallet = createStore<{ readonly address: string | undefined }>(() => ({ address: keptAddress() }));

/** Encrypts the phrase under the passphrase and keeps it in this browser in place of an earlier one. Takes a second or more. */
export async function keepWallet(phrase: string, passphrase: string, onProgress: (done: number) => void): Promise<PageWallet> {
  const file: WalletFile = await encryptWallet(phrase, passphrase, { onProgress });
  localStorage.setItem(KEPT_AS, JSON.stringify(file));
  keptWallet.setState({ address: file.address });
  return walletOfPhrase(phrase);
}

/** Opens the kept wallet; undefined when the passphrase is wrong. Takes a second or more. */
export async function openKeptWallet(passphrase: string, onProgress: (done: number) => void): Promise<PageWallet | undefined> {
  const opened = await decryptWallet(localStorage.getItem(KEPT_AS), passphrase, { onProgress });
  if (opened.kind === "opened") return walletOfPhrase(opened.phrase);
  if (opened.kind === "refused") return undefined;
  throw new Error("The wallet kept in this browser cannot be read");
}

/** Removes the wallet from this browser. Only the recovery phrase brings it back. */
export function forgetKeptWallet(): void {
  localStorage.removeItem(KEPT_AS);
  keptWallet.setState({ address: undefined });
}
