import { decryptWallet, encryptWallet } from "@lucid/identity";
import { keptFile } from "./kept-wallet.ts";
import { walletOfPhrase } from "./phrase-wallet.ts";
import type { PageWallet } from "./vault.ts";

/** Encrypts the phrase under the passphrase and keeps it in this browser in place of an earlier one. Takes a second or more. */
export async function keepWallet(phrase: string, passphrase: string, onProgress: (done: number) => void): Promise<PageWallet> {
  keptFile.write(JSON.stringify(await encryptWallet(phrase, passphrase, { onProgress })));
  return walletOfPhrase(phrase);
}

/** Opens the kept wallet; undefined when the passphrase is wrong. Takes a second or more. */
export async function openKeptWallet(passphrase: string, onProgress: (done: number) => void): Promise<PageWallet | undefined> {
  const opened = await decryptWallet(keptFile.read(), passphrase, { onProgress });
  if (opened.kind === "opened") return walletOfPhrase(opened.phrase);
  if (opened.kind === "refused") return undefined;
  throw new Error("The wallet kept in this browser cannot be read");
}
