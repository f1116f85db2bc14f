import { PageFaultError } from "../../shared/api/page-fault.ts";
import { keptFile } from "./kept-wallet.ts";
import { lockedFrom } from "./lock-time.ts";
import { walletOfPhrase } from "./phrase-wallet.ts";
import { sharedUnlock } from "./shared-unlock.ts";
import type { PageWallet } from "./vault.ts";
import { decryptInWorker, encryptInWorker } from "./wallet-file-in-worker.ts";

export interface WalletToKeep {
  readonly phrase: string;
  readonly passphrase: string;
  /** Whether the person typed the words themself, and so has them. */
  readonly rehearsed: boolean;
}

/** Encrypts the phrase under the passphrase and keeps it in this browser in place of an earlier one. Takes a second or more. */
export async function keepWallet(
  { phrase, passphrase, rehearsed }: WalletToKeep,
  onProgress: (done: number) => void,
): Promise<PageWallet> {
  keptFile.write(JSON.stringify(await encryptInWorker(phrase, passphrase, onProgress)), { rehearsed });
  return unlock(phrase);
}

/** The words of the kept wallet; undefined when the passphrase is wrong. Takes a second or more. */
export async function openKeptPhrase(passphrase: string, onProgress: (done: number) => void): Promise<string | undefined> {
  const opened = await decryptInWorker(keptFile.read(), passphrase, onProgress);
  if (opened.kind === "opened") return opened.phrase;
  if (opened.kind === "refused") return undefined;
  throw new PageFaultError("wallet-unreadable");
}

/** Opens the kept wallet; undefined when the passphrase is wrong. Takes a second or more. */
export async function openKeptWallet(passphrase: string, onProgress: (done: number) => void): Promise<PageWallet | undefined> {
  const phrase = await openKeptPhrase(passphrase, onProgress);
  return phrase === undefined ? undefined : unlock(phrase);
}

/** One unlock for all tabs of this browser. */
function unlock(phrase: string): PageWallet {
  const wallet = walletOfPhrase(phrase);
  sharedUnlock()?.send({ type: "hold", address: wallet.address, phrase, untilMs: lockedFrom() });
  return wallet;
}
