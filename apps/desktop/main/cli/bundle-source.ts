import { createWriteStream } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ByteSource } from "@lucid/proof";
import { CommandError, EXIT } from "./exit-codes.ts";

/** Shorter reads are answered from a window of the file: an archive may be a million headers of 512 bytes. */
const SHORT_BYTES = 65_536;
const WINDOW_BYTES = 262_144;

/** Only a file has a length and can be read from anywhere: what comes through a pipe is kept in one first. */
export async function openBundle(path: string, signal: AbortSignal): Promise<ByteSource & AsyncDisposable> {
  try {
    if (path === "-" || path === "/dev/stdin") return await spool(path, process.stdin, signal);
    const handle = await open(path, "r");
    const stats = await handle.stat();
    if (stats.isFile()) return sourceOf(path, handle, stats.size);
    if (!stats.isDirectory()) return await spool(path, handle.createReadStream(), signal);
    await handle.close();
  } catch (error) {
    signal.throwIfAborted();
    throw unreadable(path, error);
  }
  throw unreadable(path, new Error("it is a folder"));
}

/** Keeps what is read in a private file without a name, which is gone with this process. */
async function spool(path: string, from: Readable, signal: AbortSignal): Promise<ByteSource & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-verify-"));
  try {
    const file = join(folder, "bundle");
    await pipeline(from, createWriteStream(file, { mode: 0o600 }), { signal });
    const handle = await open(file, "r");
    return sourceOf(path, handle, (await handle.stat()).size);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function sourceOf(path: string, handle: FileHandle, size: number): ByteSource & AsyncDisposable {
  let window: { readonly offset: number; readonly bytes: Promise<Buffer> } | undefined;

  async function read(offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled).catch((error) => {
        throw unreadable(path, error);
      });
      if (bytesRead === 0) throw unreadable(path, new Error("it ended while it was read"));
      filled += bytesRead;
    }
    return buffer;
  }

  async function readShort(offset: number, length: number): Promise<Buffer> {
    if (window === undefined || offset < window.offset || offset + length > window.offset + WINDOW_BYTES)
      window = { offset, bytes: read(offset, Math.min(WINDOW_BYTES, size - offset)) };
    const { offset: start, bytes } = window;
    return (await bytes).subarray(offset - start, offset - start + length);
  }

  return {
    size,
    read: (offset, length) => (length < SHORT_BYTES ? readShort(offset, length) : read(offset, length)),
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

const unreadable = (path: string, error: unknown): CommandError =>
  new CommandError(EXIT.usage, `${path} cannot be read: ${(error as Error).message}`, { cause: error });
