import { Worker } from "node:worker_threads";
import type { Finding, Tally } from "./fuzz-decoder.ts";
import { MAX_INPUT_BYTES } from "./mutate.ts";

/** What a run came to, with the number of its inputs that are kept. */
export type Summary = Omit<Tally, "kept"> & { readonly corpus: number };

export interface FuzzerData {
  readonly names: readonly string[];
  readonly seed: string;
  /** For each decoder. */
  readonly milliseconds: number;
  /** Folder of the inputs that are kept. */
  readonly corpus: string;
  /** A count of inputs, the length of the one that is being read, and it itself. */
  readonly progress: SharedArrayBuffer;
}

export type FromFuzzer = { readonly kind: "begin"; readonly name: string } | { readonly kind: "end"; readonly tally: Summary };

export interface FuzzerOptions extends Omit<FuzzerData, "progress"> {
  /** A decoder that reads one input for so long does not come back. */
  readonly hangMs?: number;
  readonly onEnd: (summary: Summary) => void;
}

/** An example, a bundle with a video, may be larger than what is made of it. */
const PLACE_BYTES = 16 * MAX_INPUT_BYTES;
/** A decoder that needs more for one input would take a node with it. */
const MAX_HEAP_MIB = 1_024;

/**
 * Fuzzes decoders in a thread that is watched from outside: one that never comes back, or takes all memory, is a finding with its
 * input, and the others have their turn all the same.
 */
export async function fuzzWatched({ hangMs = 60_000, onEnd, ...given }: FuzzerOptions): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let left = [...given.names];
  while (left.length > 0) {
    const progress = new SharedArrayBuffer(8 + PLACE_BYTES);
    const workerData: FuzzerData = { ...given, names: left, progress };
    const worker = new Worker(new URL("./fuzz.worker.ts", import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    });
    let at: string | undefined;
    worker.on("message", (message: FromFuzzer) => {
      if (message.kind === "begin") at = message.name;
      else {
        left = left.filter((name) => name !== message.tally.decoder);
        findings.push(...message.tally.findings);
        onEnd(message.tally);
        at = undefined;
      }
    });
    const why = await ended(worker, new Int32Array(progress, 0, 1), hangMs);
    if (why === undefined) break;
    if (at === undefined) throw why;
    const [, length = 0] = new Int32Array(progress, 0, 2);
    const input = Buffer.from(new Uint8Array(progress, 8, length)).toString("base64");
    findings.push({ decoder: at, what: why.message, input });
    left = left.filter((name) => name !== at);
  }
  return findings;
}

/** Why the thread ended before it was done. */
async function ended(worker: Worker, count: Int32Array, hangMs: number): Promise<Error | undefined> {
  const exited = Promise.withResolvers<undefined>();
  let why: Error | undefined;
  let before = -1;
  using _watch = setInterval(() => {
    const now = Atomics.load(count, 0);
    if (now === before) {
      why = new Error(`did not come back within ${hangMs / 1_000} s`);
      void worker.terminate();
    }
    before = now;
  }, hangMs);
  worker.once("error", (error) => (why ??= error instanceof Error ? error : new Error(String(error))));
  worker.once("exit", () => exited.resolve(undefined));
  await exited.promise;
  return why;
}
