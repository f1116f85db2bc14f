import { createReadStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { decrypterWith, isForSomebodyElse } from "@lucid/identity";
import { decodeTarHeader, paddingOf, TAR_BLOCK_BYTES } from "@lucid/proof";
import { BackupError } from "../set/backup-error.ts";
import { ARCHIVE } from "../set/backup-place.ts";
import { fileOfPiece } from "../set/tar-names.ts";

export interface ReadArchiveOptions {
  /** age identities, of which one opens it. */
  readonly identities: readonly string[];
  readonly signal: AbortSignal;
  readonly onBytes: (count: number) => void;
}

/**
 * Opens a backup's archive into an empty folder. Nothing counts before it returns: the last bytes tell whether all were there.
 * @throws BackupError `wrong-identity`, `altered`, IdentityError `identity-invalid`.
 */
export async function readArchive(backup: string, folder: string, options: ReadArchiveOptions): Promise<void> {
  const decrypter = decrypterWith(options.identities);
  const file = createReadStream(join(backup, ARCHIVE), { signal: options.signal, highWaterMark: 1_048_576 });
  file.on("data", (bytes) => options.onBytes(bytes.length));
  try {
    const plain = await decrypter.decrypt(Readable.toWeb(file));
    await unpack(plain, folder, options.signal);
  } catch (cause) {
    options.signal.throwIfAborted();
    if (isForSomebodyElse(cause))
      throw new BackupError("wrong-identity", "The backup is not encrypted to this identity", { cause });
    if (cause instanceof BackupError || isOfDisk(cause)) throw cause;
    throw new BackupError("altered", `${ARCHIVE} does not open: ${(cause as Error).message}`, { cause });
  } finally {
    file.destroy();
  }
}

const isOfDisk = (error: unknown): boolean => /^E[A-Z]+$/.test((error as NodeJS.ErrnoException).code ?? "");

async function unpack(stream: AsyncIterable<Uint8Array>, folder: string, signal: AbortSignal): Promise<void> {
  const bytes = createByteReader(stream[Symbol.asyncIterator]());
  for (;;) {
    signal.throwIfAborted();
    const block = await bytes.take(TAR_BLOCK_BYTES);
    if (block.every((byte) => byte === 0)) break;
    const header = decodeTarHeader(block);
    if (!header) throw new BackupError("altered", `${ARCHIVE} holds what no backup holds`);
    const path = join(folder, fileOfPiece(header.name));
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // A piece goes behind those before it.
    const file = await open(path, path === join(folder, header.name) ? "wx" : "a", 0o600);
    try {
      for await (const part of bytes.pass(header.size)) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await bytes.take(paddingOf(header.size));
  }
  await bytes.drain();
}

function createByteReader(source: AsyncIterator<Uint8Array>) {
  let held: Uint8Array = new Uint8Array(0);

  async function more(): Promise<void> {
    const next = await source.next();
    if (next.done === true) throw new BackupError("altered", `${ARCHIVE} ends too early`);
    held = next.value;
  }

  async function* pass(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (held.length === 0) await more();
      const part = held.subarray(0, left);
      held = held.subarray(part.length);
      left -= part.length;
      if (part.length > 0) yield part;
    }
  }

  return {
    pass,
    async take(length: number): Promise<Uint8Array> {
      const taken = new Uint8Array(length);
      let at = 0;
      for await (const part of pass(length)) {
        taken.set(part, at);
        at += part.length;
      }
      return taken;
    },
    /** Reads to the end, where age says whether something is missing. */
    async drain(): Promise<void> {
      while ((await source.next()).done !== true);
    },
  };
}
