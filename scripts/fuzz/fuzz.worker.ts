import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { openCoverage } from "./coverage.ts";
import { decoders } from "./decoders/index.ts";
import { fuzzDecoder } from "./fuzz-decoder.ts";
import type { FromFuzzer, FuzzerData } from "./fuzzer.ts";

/** Fuzzes the decoders that it is given, one after the other, and keeps what found something new on the disk. */
const { names, seed, milliseconds, corpus, progress } = workerData as FuzzerData;
const tell = (message: FromFuzzer): void => parentPort?.postMessage(message);
const [count, length] = [new Int32Array(progress, 0, 1), new Int32Array(progress, 4, 1)];
const place = new Uint8Array(progress, 8);

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** The input that is being read, where it can be seen even if this thread never comes back. */
function before(input: Uint8Array): void {
  place.set(input.subarray(0, place.length));
  length[0] = Math.min(input.length, place.length);
  Atomics.add(count, 0, 1);
}

function keptIn(folder: string): Uint8Array[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .toSorted()
    .map((name) => readFileSync(join(folder, name)));
}

await using coverage = await openCoverage();
for (const name of names) {
  const decoder = decoders.find((one) => one.name === name);
  if (decoder === undefined) throw new Error(`there is no decoder ${name}`);
  tell({ kind: "begin", name });
  const folder = join(corpus, name);
  const until = performance.now() + milliseconds;
  const { kept, ...tally } = await fuzzDecoder(decoder, {
    ...{ seed, corpus: keptIn(folder), before, collectGarbage, isNewCode: coverage.isNew },
    mayGoOn: () => performance.now() < until,
  });
  for (const input of kept) writeFileSync(join(folder, createHash("sha256").update(input).digest("hex").slice(0, 24)), input);
  tell({ kind: "end", tally: { ...tally, corpus: kept.length } });
}
