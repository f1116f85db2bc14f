import "../../shared/zod-setup.ts";
import { decryptWallet, encryptWallet } from "@lucid/identity";
import type { FromWalletFile, ToWalletFile } from "./wallet-file.protocol.ts";

/** Progress is told this often at most: a bar needs no more, and every message costs. */
const PROGRESS_MS = 50;

const send = (message: FromWalletFile): void => self.postMessage(message);
let toldMs = Number.NEGATIVE_INFINITY;

function onProgress(done: number): void {
  const now = performance.now();
  if (now - toldMs < PROGRESS_MS) return;
  toldMs = now;
  send({ type: "progress", done });
}

async function answer(question: ToWalletFile): Promise<FromWalletFile> {
  if (question.type === "encrypt")
    return { type: "encrypted", file: await encryptWallet(question.phrase, question.passphrase, { onProgress }) };
  return { type: "decrypted", opened: await decryptWallet(question.file, question.passphrase, { onProgress }) };
}

self.addEventListener("message", ({ data }: MessageEvent<ToWalletFile>) => {
  answer(data).then(send, (error: unknown) =>
    send({ type: "broken", message: error instanceof Error ? error.message : String(error) }),
  );
});
