import { writeFile } from "node:fs/promises";
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

/** Puts a `.br` and a `.gz` beside each file of the build that gains by it; the gateway serves them in its place. */
export const compressedFiles = (): Plugin => ({
  name: "lucid-compressed-files",
  apply: "build",
  async writeBundle({ dir = "" }, bundle) {
    await Promise.all(
      Object.values(bundle).map(async (output) => {
        const bytes = Buffer.from(output.type === "chunk" ? output.code : output.source);
        if (bytes.length < MIN_BYTES || !COMPRESSIBLE.test(output.fileName)) return;
        const file = join(dir, output.fileName);
        await writeFile(`${file}.br`, await brotli(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
        await writeFile(`${file}.gz`, await zip(bytes, { level: 9 }));
      }),
    );
  },
});
