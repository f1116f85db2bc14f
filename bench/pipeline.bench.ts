import { compareBackups, peers, timesAsFast } from "./pipeline/against-backups.ts";
import { measureChunks } from "./pipeline/chunk-speed.ts";
import { measureProofs } from "./pipeline/proof-size.ts";
import type { BenchReport, Mark } from "./report.ts";

/**
 * What recording costs: one chunk through the worker against its three primitives, 512 MiB against two backup
 * programs, and the proof of one chunk of a working day.
 */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  const chunks = await measureChunks(say);
  const proof = measureProofs(say);
  const backups = await compareBackups(say);
  const marks: Mark[] = [
    ...chunks.flatMap(({ kind, ratio, workerMs }): Mark[] => [
      { what: `chunk in a worker, ${kind}: share of the primitives' speed`, value: ratio, unit: "x", atLeast: 0.85 },
      { what: `chunk in a worker, ${kind}`, value: workerMs, unit: "ms", atMost: 100 },
    ]),
    ...peers.flatMap((name): Mark[] => [
      { what: `store 512 MiB: speed, ${name} being 1`, value: timesAsFast(backups, name, "storeMs"), unit: "x", atLeast: 1 },
      { what: `verify 512 MiB: speed, ${name} being 1`, value: timesAsFast(backups, name, "verifyMs"), unit: "x", atLeast: 1 },
    ]),
    { what: "proof of one of 2 880 chunks", value: proof.largestBytes, unit: "bytes", atMost: 4_608 },
    { what: "proof of one of 2 880 chunks, verified", value: proof.verifyMs, unit: "ms", atMost: 50 },
  ];
  return {
    name: "pipeline",
    marks,
    figures: { chunks, backups, proof },
    notes: [
      "Chunk: zstd 3, XChaCha20-Poly1305, SHA-256; rounds take turns until neither side gains, the best counts on both sides.",
      "512 MiB: 99 % noise (as encoded video is to a compressor), 1 % event lines; whole processes from start to exit; median of the rounds' ratios.",
      "restic and borg run with encryption and their own defaults; verify is check --read-data and check --verify-data.",
    ],
  };
}
