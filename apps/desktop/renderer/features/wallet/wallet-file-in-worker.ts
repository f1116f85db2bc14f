import type { OpenedWallet, WalletFile } from "@lucid/identity";
import type { FromWalletFile, ToWalletFile } from "./wallet-file.protocol.ts";

type Progress = (done: number) => void;

/**
 * Encrypts a phrase under a passphrase in a worker of its own, which ends with the answer: the derivation of the key takes
 * a second or more of one core, in which the page would hardly move. `onProgress` gets how much is done, from 0 to 1.
 */
export async function encryptInWorker(phrase: string, passphrase: string, onProgress: Progress): Promise<WalletFile> {
  const answer = await ask({ type: "encrypt", phrase, passphrase }, onProgress);
  if (answer.type !== "encrypted") throw new Error("The wallet was not encrypted");
  return answer.file;
}

/** Opens the text of a wallet file in a worker of its own; see `encryptInWorker`. */
export async function decryptInWorker(file: string | null, passphrase: string, onProgress: Progress): Promise<OpenedWallet> {
  const answer = await ask({ type: "decrypt", file, passphrase }, onProgress);
  if (answer.type !== "decrypted") throw new Error("The wallet was not opened");
  return answer.opened;
}

async function ask(question: ToWalletFile, onProgress: Progress): Promise<FromWalletFile> {
  const worker = new Worker(new URL("./wallet-file.worker.ts", import.meta.url), { type: "module", name: "wallet-file" });
  const answer = Promise.withResolvers<FromWalletFile>();
  worker.addEventListener("message", ({ data }: MessageEvent<FromWalletFile>) => {
    if (data.type === "progress") onProgress(data.done);
    else if (data.type === "broken") answer.reject(new Error(data.message));
    else answer.resolve(data);
  });
  worker.addEventListener("error", (event) => answer.reject(new Error(event.message || "The wallet's worker did not start")));
  worker.postMessage(question);
  try {
    return await answer.promise;
  } finally {
    worker.terminate();
  }
}
