import type { CheckProgress } from "@lucid/proof";
import type { Finding, FromVerifier, Subject } from "./verifier.protocol.ts";

export interface VerifyOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CheckProgress) => void;
}

/** The file lists more chunks than a page has memory for. */
export class TooLongForPageError extends Error {
  /** Of that list, and the longest that a page takes, in bytes. */
  readonly size: number;
  readonly most: number;

  constructor(size: number, most: number) {
    super();
    this.size = size;
    this.most = most;
  }
}

/** Starts the verifier's worker: from a file of its own in the application, from inside the page in verify.html. */
export type SpawnVerifier = () => Pick<Worker, "postMessage" | "addEventListener" | "terminate">;

/**
 * Checks a file in a worker of its own, which ends with the answer or with `signal`. Rejects when the file cannot
 * be read, the worker does not start, or the signal aborts; and with a TooLongForPageError.
 */
export async function verifyInWorker(
  subject: Subject,
  { signal, onProgress }: VerifyOptions,
  spawn: SpawnVerifier,
): Promise<Finding> {
  signal.throwIfAborted();
  const worker = spawn();
  const answer = Promise.withResolvers<Finding>();
  const giveUp = (): void => answer.reject(signal.reason as Error);
  signal.addEventListener("abort", giveUp, { once: true });
  worker.addEventListener("message", (event) => {
    const data = (event as MessageEvent<FromVerifier>).data;
    if (data.type === "progress") onProgress(data.progress);
    else if (data.type === "found") answer.resolve(data.finding);
    else answer.reject(data.type === "too-long" ? new TooLongForPageError(data.size, data.most) : new Error(data.message));
  });
  worker.addEventListener("error", (event) => answer.reject(new Error(event.message || "The verifier did not start")));
  worker.postMessage(subject);
  try {
    return await answer.promise;
  } finally {
    signal.removeEventListener("abort", giveUp);
    worker.terminate();
  }
}
