import { createCipheriv, hash, randomBytes } from "node:crypto";
import { constants, zstdCompressSync } from "node:zlib";
import { type Sealer, startSealerPool } from "@lucid/pipeline";
import { quietDeps } from "./quiet-deps.ts";
import { eventLines, noise, screenPixels } from "./recordings.ts";

export const CHUNK_BYTES = 10_485_760;
/** Enough that each side meets a quiet moment of the machine. */
const ROUNDS = 60;
const WARM_UP = 3;

export interface ChunkSpeed {
  readonly kind: string;
  /** Best round of each, milliseconds. */
  readonly compressMs: number;
  readonly encryptMs: number;
  readonly hashMs: number;
  readonly primitivesMs: number;
  readonly workerMs: number;
  readonly medianWorkerMs: number;
  /** Speed of the worker, of the three primitives one after the other being 1. */
  readonly ratio: number;
  readonly containerBytes: number;
}

/**
 * One chunk through a worker of the pool against the same three primitives called on their own. Rounds take
 * turns and the best round of each counts, so that whatever else the machine does meets both.
 */
export async function measureChunks(say: (line: string) => void): Promise<ChunkSpeed[]> {
  const samples = {
    "text-like": eventLines(3, CHUNK_BYTES),
    "screen-like": screenPixels(CHUNK_BYTES),
    incompressible: noise(4, CHUNK_BYTES),
  };
  await using sealer = await startSealerPool(quietDeps, { workers: 1 });
  const results: ChunkSpeed[] = [];
  for (const [kind, sample] of Object.entries(samples)) {
    say(`chunk of 10 MiB, ${kind}`);
    results.push(await measure(kind, sample, sealer));
  }
  return results;
}

async function measure(kind: string, sample: Buffer, sealer: Sealer): Promise<ChunkSpeed> {
  const plain = new Uint8Array(new SharedArrayBuffer(sample.length));
  const alone: { compressMs: number; encryptMs: number; hashMs: number }[] = [];
  const inWorker: number[] = [];
  let containerBytes = 0;
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    plain.set(sample);
    alone.push(primitives(plain));
    const startedAt = performance.now();
    const chunk = await sealer.seal({
      sessionId: "0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3",
      index: round,
      dataKey: randomBytes(32),
      codec: "zstd",
      suite: "xchacha20-poly1305",
      plain,
    });
    inWorker.push(performance.now() - startedAt);
    containerBytes = chunk.size;
  }
  const warm = alone.slice(WARM_UP);
  const best = warm.toSorted((a, b) => sum(a) - sum(b))[0] ?? {
    compressMs: Number.NaN,
    encryptMs: Number.NaN,
    hashMs: Number.NaN,
  };
  const times = inWorker.slice(WARM_UP).toSorted((a, b) => a - b);
  const workerMs = times[0] ?? Number.NaN;
  return {
    kind,
    ...best,
    primitivesMs: sum(best),
    workerMs,
    medianWorkerMs: times[Math.floor(times.length / 2)] ?? Number.NaN,
    ratio: sum(best) / workerMs,
    containerBytes,
  };
}

const sum = (times: { compressMs: number; encryptMs: number; hashMs: number }): number =>
  times.compressMs + times.encryptMs + times.hashMs;

/** zstd level 3, ChaCha20-Poly1305 and SHA-256 as Node gives them, each over the whole result of the one before. */
function primitives(plain: Uint8Array): { compressMs: number; encryptMs: number; hashMs: number } {
  const start = performance.now();
  const compressed = zstdCompressSync(plain, { chunkSize: 262_144, params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  const compressedAt = performance.now();
  const cipher = createCipheriv("chacha20-poly1305", randomBytes(32), randomBytes(12), { authTagLength: 16 });
  const sealed = cipher.update(compressed);
  cipher.final();
  const encryptedAt = performance.now();
  hash("sha256", sealed);
  const hashedAt = performance.now();
  return { compressMs: compressedAt - start, encryptMs: encryptedAt - compressedAt, hashMs: hashedAt - encryptedAt };
}
