import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ByteSource } from "@lucid/proof";
import { CommandError, EXIT } from "./exit-codes.ts";
import { terminalName } from "./terminal-text.ts";

/** Shorter reads are answered from a window of the file: an archive may be a million headers of 512 bytes. */
const SHORT_BYTES = 65_536;
const WINDOW_BYTES = 262_144;

/** Bytes of a long part that are read while the ones before are hashed. */
const PIECE_BYTES = 1_048_576;

export interface BundleFile extends ByteSource, AsyncDisposable {
  /** SHA-256 of a part. Buffers are used again: fresh ones for gigabytes cost more than the hash. */
  digest(offset: number, length: number, onBytes: (count: number) => void): Promise<Uint8Array>;
}

/** Only a file has a length and can be read from anywhere: what comes through a pipe is kept in one first. */
export async function openBundle(path: string, signal: AbortSignal): Promise<BundleFile> {
  try {
    if (path === "-" || path === "/dev/stdin") return await spool(path, process.stdin, signal);
    const handle = await open(path, "r");
    const stats = await handle.stat();
    if (stats.isFile()) return sourceOf(path, handle, stats.size, signal);
    if (!stats.isDirectory()) return await spool(path, handle.createReadStream(), signal);
    await handle.close();
  } catch (error) {
    signal.throwIfAborted();
    throw unreadable(path, error);
  }
  throw unreadable(path, new Error("it is a folder"));
}

/** Keeps what is read in a private file without a name, which is gone with this process. */
async function spool(path: string, from: Readable, signal: AbortSignal): Promise<BundleFile> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-verify-"));
  try {
    const file = join(folder, "bundle");
    await pipeline(from, createWriteStream(file, { mode: 0o600 }), { signal });
    const handle = await open(file, "r");
    return sourceOf(path, handle, (await handle.stat()).size, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function sourceOf(path: string, handle: FileHandle, size: number, signal: AbortSignal): BundleFile {
  let window: { readonly offset: number; readonly bytes: Promise<Buffer> } | undefined;

  const spare: (readonly [Buffer, Buffer])[] = [];

  async function fill<Bytes extends Uint8Array>(buffer: Bytes, offset: number): Promise<Bytes> {
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, offset + filled).catch((error) => {
        throw unreadable(path, error);
      });
      if (bytesRead === 0) throw unreadable(path, new Error("it ended while it was read"));
      filled += bytesRead;
    }
    return buffer;
  }

  const read = (offset: number, length: number): Promise<Buffer> => fill(Buffer.allocUnsafeSlow(length), offset);

  async function readShort(offset: number, length: number): Promise<Buffer> {
    if (window === undefined || offset < window.offset || offset + length > window.offset + WINDOW_BYTES)
      window = { offset, bytes: read(offset, Math.min(WINDOW_BYTES, size - offset)) };
    const { offset: start, bytes } = window;
    return (await bytes).subarray(offset - start, offset - start + length);
  }

  async function digest(offset: number, length: number, onBytes: (count: number) => void): Promise<Uint8Array> {
    const hash = createHash("sha256");
    const pair = spare.pop() ?? [Buffer.allocUnsafeSlow(PIECE_BYTES), Buffer.allocUnsafeSlow(PIECE_BYTES)];
    const begin = (done: number): Promise<Buffer> => {
      const buffer = pair[(done / PIECE_BYTES) % 2] as Buffer;
      const reading = fill(buffer.subarray(0, Math.min(PIECE_BYTES, length - done)), offset + done);
      reading.catch(() => undefined); // Seen where it is awaited; until then it must not count as unhandled.
      return reading;
    };
    let ahead = begin(0);
    for (let done = 0; done < length; done += PIECE_BYTES) {
      signal.throwIfAborted();
      const piece = await ahead;
      if (done + PIECE_BYTES < length) ahead = begin(done + PIECE_BYTES);
      hash.update(piece);
      onBytes(piece.length);
    }
    spare.push(pair);
    return hash.digest();
  }

  async function digestShort(offset: number, length: number, onBytes: (count: number) => void): Promise<Uint8Array> {
    const bytes = await readShort(offset, length);
    onBytes(length);
    return createHash("sha256").update(bytes).digest();
  }

  return {
    size,
    digest: (offset, length, onBytes) => (length < SHORT_BYTES ? digestShort : digest)(offset, length, onBytes),
    async read(offset, length, memory) {
      if (length < SHORT_BYTES) return await readShort(offset, length);
      return await (memory === undefined ? read(offset, length) : fill(memory.subarray(0, length), offset));
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

const unreadable = (path: string, error: unknown): CommandError =>
  new CommandError(EXIT.usage, `${terminalName(path)} cannot be read: ${whyOf(path, error)}`, { cause: error });

/** Node's own messages end with the path in quotation marks, as it is. */
const whyOf = (path: string, error: unknown): string => (error as Error).message.replaceAll(`'${path}'`, "it").trimEnd();
