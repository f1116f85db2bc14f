import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { encrypterTo } from "@lucid/identity";
import { encodeTarHeader, paddingOf, TAR_BLOCK_BYTES } from "@lucid/proof";
import { PIECE_BYTES, pieceName } from "../set/tar-names.ts";

const READ_BYTES = 1_048_576;

export interface ArchiveOptions {
  readonly recipients: readonly string[];
  readonly signal: AbortSignal;
  readonly onBytes: (count: number) => void;
}

/**
 * Writes files of a folder as a tar archive, encrypted while it is written, and synced.
 * @throws IdentityError `recipient-invalid`, and what reading and writing throw.
 */
export async function writeArchive(
  path: string,
  folder: string,
  names: readonly string[],
  { recipients, signal, onBytes }: ArchiveOptions,
): Promise<{ size: number; sha256: string }> {
  const encrypter = encrypterTo(recipients);
  const hash = createHash("sha256");
  let size = 0;
  const file = await open(path, "wx", 0o600);
  try {
    const encrypted = await encrypter.encrypt(Readable.toWeb(Readable.from(tarOf(folder, names, onBytes))));
    for await (const bytes of encrypted) {
      signal.throwIfAborted();
      hash.update(bytes);
      size += bytes.length;
      await file.writeFile(bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { size, sha256: hash.digest("hex") };
}

async function* tarOf(folder: string, names: readonly string[], onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
  for (const name of names) {
    const file = await open(join(folder, name), "r");
    try {
      const { size } = await file.stat();
      for (let start = 0, piece = 0; piece === 0 || start < size; start += PIECE_BYTES, piece += 1) {
        const length = Math.min(PIECE_BYTES, size - start);
        yield encodeTarHeader({ name: pieceName(name, piece), size: length });
        for (let at = 0; at < length; ) {
          const { bytesRead, buffer } = await file.read(
            Buffer.allocUnsafe(Math.min(READ_BYTES, length - at)),
            0,
            Math.min(READ_BYTES, length - at),
            start + at,
          );
          if (bytesRead === 0) throw new Error(`${name} became shorter while it was read`);
          at += bytesRead;
          onBytes(bytesRead);
          yield buffer.subarray(0, bytesRead);
        }
        yield new Uint8Array(paddingOf(length));
      }
    } finally {
      await file.close();
    }
  }
  yield new Uint8Array(2 * TAR_BLOCK_BYTES);
}
