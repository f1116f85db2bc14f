import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ByteSource, type Verdict, verifyBundle } from "@lucid/proof";
import type { Command } from "commander";
import { CommandError, EXIT } from "./exit-codes.ts";
import { terminalJson, terminalText } from "./terminal-text.ts";

/** `lucid verify FILE`: needs no node, no account and no network. */
export function addVerifyCommand(program: Command): void {
  program
    .command("verify")
    .description("Check a .lucid bundle offline")
    .argument("<file>", "the bundle; - is standard input")
    .option("--network <hash...>", "accept only these networks (hash of the genesis document)")
    .option("--json", "print one JSON object")
    .action(async (file: string, options: { network?: string[]; json?: boolean }) => {
      await using source = await openFile(file);
      const verdict = await verifyBundle(source, {
        sha256: (bytes) => createHash("sha256").update(bytes).digest(),
        createSha256: () => createHash("sha256"),
        ...(options.network ? { networks: options.network } : {}),
      });
      process.stdout.write(options.json ? `${terminalJson(verdict, 2)}\n` : describe(file, verdict));
      process.exitCode = verdict.verified ? EXIT.ok : EXIT.failed;
    });
}

function describe(file: string, verdict: Verdict): string {
  return describeVerdict(verdict, file)
    .map((line) => `${terminalText(line)}\n`)
    .join("");
}

/** The lines of a verdict. The names of the file and of its parts are a stranger's: a line is written out before it is printed. */
function describeVerdict(verdict: Verdict, file: string): string[] {
  if (verdict.verified) return [`VERIFIED ${file}`, ...verdict.statements.map((statement) => `  ${statement}`)];
  const place = [verdict.part, verdict.chunk === undefined ? undefined : `chunk ${verdict.chunk + 1}`].filter(Boolean).join(", ");
  return [`NOT VERIFIED ${file}`, `  ${verdict.reason}`, `  ${verdict.code}${place ? ` (${place})` : ""}`];
}

/** Only a file has a length and can be read from anywhere: what comes through a pipe is kept in one first. */
async function openFile(path: string): Promise<ByteSource & AsyncDisposable> {
  try {
    if (path === "-" || path === "/dev/stdin") return await spool(path, process.stdin);
    const handle = await open(path, "r");
    const stats = await handle.stat();
    if (stats.isFile()) return sourceOf(path, handle, stats.size);
    if (!stats.isDirectory()) return await spool(path, handle.createReadStream());
    await handle.close();
  } catch (error) {
    throw unreadable(path, error);
  }
  throw unreadable(path, new Error("it is a folder"));
}

/** Keeps what is read in a private file without a name, which is gone with this process. */
async function spool(path: string, from: Readable): Promise<ByteSource & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-verify-"));
  try {
    const file = join(folder, "bundle");
    await pipeline(from, createWriteStream(file, { mode: 0o600 }));
    const handle = await open(file, "r");
    return sourceOf(path, handle, (await handle.stat()).size);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function sourceOf(path: string, handle: FileHandle, size: number): ByteSource & AsyncDisposable {
  return {
    size,
    async read(offset, length) {
      const buffer = Buffer.alloc(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled).catch((error) => {
          throw unreadable(path, error);
        });
        if (bytesRead === 0) throw unreadable(path, new Error("it ended while it was read"));
        filled += bytesRead;
      }
      return buffer;
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

const unreadable = (path: string, error: unknown): CommandError =>
  new CommandError(EXIT.usage, `${path} cannot be read: ${(error as Error).message}`, { cause: error });
