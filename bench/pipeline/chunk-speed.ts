import { createCipheriv, hash, randomBytes } from "node:crypto";
import { constants, zstdCompressSync } from "node:zlib";
import { type Sealer, startSealerPool } from "@lucid/pipeline";
import { quietDeps } from "./quiet-deps.ts";
import { eventLines, noise, screenPixels } from "./recordings.ts";

export const CHUNK_BYTES = 10_485_760;
/** Rounds go on until neither side has become faster for 80 of them: on a busy machine both need a quiet moment. */
const PATIENCE = 80;
const MAX_ROUNDS = 500;
const WARM_UP = 3;
/** Less than one in two hundred is no gain. */
const GAIN = 0.995;

interface PrimitiveTimes {
  readonly compressMs: number;
  readonly encryptMs: number;
  readonly hashMs: number;
}

/** The best round of the primitives and the best of the worker, milliseconds. */
export interface ChunkSpeed extends PrimitiveTimes {
  readonly kind: string;
  readonly rounds: number;
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
  let best: PrimitiveTimes | undefined;
  let workerMs = Number.POSITIVE_INFINITY;
  let containerBytes = 0;
  const inWorker: number[] = [];
  for (let round = 0, lastGain = 0; round < MAX_ROUNDS && round - lastGain < PATIENCE; round += 1) {
    plain.set(sample);
    const alone = primitives(plain);
    const startedAt = performance.now();
    const chunk = await sealer.seal({
      sessionId: "0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3",
      index: round,
      dataKey: randomBytes(32),
      codec: "zstd",
      suite: "xchacha20-poly1305",
      plain,
    });
    const tookMs = performance.now() - startedAt;
    containerBytes = chunk.size;
    if (round < WARM_UP) continue;
    inWorker.push(tookMs);
    if (!best || sum(alone) < sum(best) * GAIN || tookMs < workerMs * GAIN) lastGain = round;
    if (!best || sum(alone) < sum(best)) best = alone;
    workerMs = Math.min(workerMs, tookMs);
  }
  if (!best) throw new Error("Nothing was measured");
  const times = inWorker.toSorted((a, b) => a - b);
  return {
    kind,
    ...best,
    primitivesMs: sum(best),
    workerMs,
    rounds: times.length,
    medianWorkerMs: times[Math.floor(times.length / 2)] ?? Number.NaN,
    ratio: sum(best) / workerMs,
    containerBytes,
  };
}

const sum = (times: PrimitiveTimes): number => times.compressMs + times.encryptMs + times.hashMs;

/** zstd level 3 into one buffer, ChaCha20-Poly1305 and SHA-256 as Node gives them, each over the result of the one before. */
function primitives(plain: Uint8Array): PrimitiveTimes {
  const start = performance.now();
  const compressed = zstdCompressSync(plain, {
    chunkSize: plain.length + 65_536,
    params: { [constants.ZSTD_c_compressionLevel]: 3 },
  });
  const compressedAt = performance.now();
  const cipher = createCipheriv("chacha20-poly1305", randomBytes(32), randomBytes(12), { authTagLength: 16 });
  const sealed = cipher.update(compressed);
  cipher.final();
  const encryptedAt = performance.now();
  hash("sha256", sealed);
  const hashedAt = performance.now();
  return { compressMs: compressedAt - start, encryptMs: encryptedAt - compressedAt, hashMs: hashedAt - encryptedAt };
}
