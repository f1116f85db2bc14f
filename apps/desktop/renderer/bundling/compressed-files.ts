import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

/** What is smaller costs as many packets either way. */
const MIN_BYTES = 1_024;
/** Fonts are compressed as they are, and the gateway writes into each page anew. */
const COMPRESSIBLE = /\.(js|css|svg)$/;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

const FORMATS = {
  br: (bytes: Buffer) => brotli(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes: Buffer) => zip(bytes, { level: 9 }),
} as const;

/**
 * Puts a `.br` and a `.gz` beside each file of the build that gains by it; the gateway serves them in its place.
 * @param kept folder of what earlier builds compressed: it is most of the work of a build, and most files are what they were.
 */
export const compressedFiles = (kept?: string): Plugin => ({
  name: "lucid-compressed-files",
  apply: "build",
  async writeBundle({ dir = "" }, bundle) {
    if (kept !== undefined) await mkdir(kept, { recursive: true });
    await Promise.all(
      Object.values(bundle).map(async (output) => {
        const bytes = Buffer.from(output.type === "chunk" ? output.code : output.source);
        if (bytes.length < MIN_BYTES || !COMPRESSIBLE.test(output.fileName)) return;
        const name = createHash("sha256").update(bytes).digest("hex");
        for (const [ending, compress] of Object.entries(FORMATS)) {
          const earlier = kept === undefined ? undefined : join(kept, `${name}.${ending}`);
          await writeFile(join(dir, `${output.fileName}.${ending}`), await once(earlier, () => compress(bytes)));
        }
      }),
    );
  },
});

/** What is in the file, and into it when there is none. Builds that run at once never see half of one. */
async function once(path: string | undefined, make: () => Promise<Buffer>): Promise<Buffer> {
  if (path === undefined) return await make();
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const made = await make();
  const half = `${path}.${randomUUID()}`;
  await writeFile(half, made);
  await rename(half, path);
  return made;
}
