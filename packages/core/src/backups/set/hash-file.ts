import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

const READ_BYTES = 1_048_576;

/** Size and SHA-256 of a file as it is read from the disk. @throws as the file system does, and what `signal` was aborted with. */
export async function hashFile(
  path: string,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<{ size: number; sha256: string }> {
  const hash = createHash("sha256");
  let size = 0;
  const file = await open(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, READ_BYTES);
      if (bytesRead === 0) return { size, sha256: hash.digest("hex") };
      hash.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
      onBytes(bytesRead);
    }
  } finally {
    await file.close();
  }
}
