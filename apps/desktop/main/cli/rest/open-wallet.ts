import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { decryptWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { askLine } from "../ask-line.ts";
import { CommandError, EXIT } from "../exit-codes.ts";

/** Opens a wallet file with the passphrase from the terminal. */
export async function openWallet(path: string): Promise<Wallet> {
  const text = await readFile(path, "utf8").catch((error: Error) => {
    throw new CommandError(EXIT.usage, `${path} cannot be read: ${error.message}`, { cause: error });
  });
  const opened = await decryptWallet(text, await readPassphrase());
  switch (opened.kind) {
    case "opened":
      return walletFromPhrase(opened.phrase);
    case "refused":
      throw new CommandError(EXIT.failed, "The passphrase does not open this wallet");
    case "not-a-wallet-file":
      throw new CommandError(EXIT.usage, `${path} is no Lucid wallet file`);
  }
}

/** Asks on the terminal for a code of the account's second factor. @throws CommandError where there is no terminal. */
export async function readCode(): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new CommandError(EXIT.failed, "The account has a second factor: run this at a terminal, where its code is asked for");
  }
  process.stderr.write("Code of your authenticator app, or a backup code: ");
  const reader = createInterface({ input: process.stdin, terminal: false });
  try {
    return await askLine(reader);
  } finally {
    reader.close();
  }
}

/** Asks on the terminal without showing what is typed; takes the first line where there is no terminal. */
async function readPassphrase(): Promise<string> {
  const terminal = process.stdin.isTTY;
  if (terminal) process.stderr.write("Passphrase of the wallet: ");
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal });
  try {
    return await askLine(reader);
  } finally {
    reader.close();
    if (terminal) process.stderr.write("\n");
  }
}
