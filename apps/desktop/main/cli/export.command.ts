import { createWriteStream } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { decryptWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import type { Command } from "commander";
import { CommandError, EXIT } from "./exit-codes.ts";
import { logIn } from "./rest/node-client.ts";

interface ExportOptions {
  readonly url: string;
  readonly wallet: string;
  readonly out?: string;
  readonly from?: string;
  readonly to?: string;
  readonly redact?: string;
  readonly proofOnly?: boolean;
  readonly json?: boolean;
}

/** `lucid export SESSION`: a proof bundle from a running node. */
export function addExportCommand(program: Command): void {
  program
    .command("export")
    .description("Save a session's proof bundle from a running node; asks for the wallet's passphrase")
    .argument("<session>", "id of the session")
    .requiredOption("--wallet <file>", "wallet file, as the page saves it")
    .option("--url <url>", "the node", "http://127.0.0.1:8080")
    .option("--out <file>", "where to save it (default: lucid-<session>.lucid)")
    .option("--from <time>", "only from this time on (ISO 8601)")
    .option("--to <time>", "only up to this time (ISO 8601)")
    .option("--redact <chunks>", "leave these chunks out, for example 3-5,9; the rest still verifies")
    .option("--proof-only", "the proof without the recording")
    .option("--json", "print one JSON object")
    .action(async (session: string, options: ExportOptions) => {
      const query = new URLSearchParams({ chunks: options.proofOnly ? "none" : "all" });
      if (options.from !== undefined) query.set("from_ms", String(time("--from", options.from)));
      if (options.to !== undefined) query.set("to_ms", String(time("--to", options.to)));
      if (options.redact !== undefined) query.set("redact", options.redact);
      const wallet = await openWallet(options.wallet);
      try {
        const { download } = await logIn(options.url, wallet);
        const response = await download(`/sessions/${encodeURIComponent(session)}/bundle?${query.toString()}`);
        const out = options.out ?? `lucid-${session}.lucid`;
        const size = await save(response, out);
        process.stdout.write(
          options.json
            ? `${JSON.stringify({ session_id: session, path: out, size_bytes: size })}\n`
            : `${out}: ${size} bytes. Check it with: lucid verify ${out}\n`,
        );
      } catch (error) {
        throw new CommandError(EXIT.failed, (error as Error).message, { cause: error });
      }
    });
}

/** Writes the answer to a file that only gets its name when it is whole. */
async function save(response: Response, path: string): Promise<number> {
  if (!response.body) throw new Error("The node sent nothing");
  const part = `${path}.part`;
  const file = createWriteStream(part, { mode: 0o600 });
  try {
    await pipeline(Readable.fromWeb(response.body), file);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return file.bytesWritten;
}

function time(option: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new CommandError(EXIT.usage, `${option} is "${text}": give a time such as 2026-11-17T10:14:52Z`);
  return ms;
}

async function openWallet(path: string): Promise<Wallet> {
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

/** Asks on the terminal without showing what is typed; takes the first line where there is no terminal. */
async function readPassphrase(): Promise<string> {
  const terminal = process.stdin.isTTY;
  if (terminal) process.stderr.write("Passphrase of the wallet: ");
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal });
  try {
    return await reader.question("");
  } finally {
    reader.close();
    if (terminal) process.stderr.write("\n");
  }
}
