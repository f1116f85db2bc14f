import { Worker } from "node:worker_threads";
import type { RehearseDeps } from "../rehearse/rehearse-restore.ts";
import type { FromJob, ToJob } from "./job.protocol.ts";
import { type BackupJobs, doJob, failureOf, type JobFailure, type JobKind, type JobWatch } from "./job.ts";

export type JobOutcome<Answer> =
  | { readonly kind: "done"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly failure: JobFailure };

/** Jobs that follow each other. */
export interface Jobs extends AsyncDisposable {
  /** Does one job, and tells how far it is. An aborted signal cancels it, and it cleans up after itself. */
  do<Kind extends JobKind>(
    kind: Kind,
    ask: BackupJobs[Kind]["ask"],
    watch: JobWatch,
  ): Promise<JobOutcome<BackupJobs[Kind]["answer"]>>;
}

/** Jobs in one worker, which ends with them. */
export function startWorkerJobs(program: string): Jobs {
  const worker = new Worker(program, { name: "backups" });
  const send = (message: ToJob): void => worker.postMessage(message);
  let onMessage: ((message: FromJob) => void) | undefined;
  let gone: JobFailure | undefined;
  function end(failure: JobFailure): void {
    gone ??= failure;
    onMessage?.({ type: "failed", failure: gone });
  }
  worker.on("message", (message: FromJob) => onMessage?.(message));
  worker.on("error", (error) => end(failureOf(error)));
  worker.once("exit", (code) => end({ fault: "failed", message: `The worker ended with code ${code}` }));

  return {
    async do<Kind extends JobKind>(kind: Kind, ask: BackupJobs[Kind]["ask"], { signal, onProgress }: JobWatch) {
      if (gone) return { kind: "failed", failure: gone };
      const ended = Promise.withResolvers<JobOutcome<BackupJobs[Kind]["answer"]>>();
      onMessage = (message) => {
        if (message.type === "progress") onProgress(message.progress);
        else if (message.type === "failed") ended.resolve({ kind: "failed", failure: message.failure });
        // A worker answers what it was asked: job.worker.ts.
        else ended.resolve({ kind: "done", answer: message.answer });
      };
      send({ type: "do", kind, ask });
      const cancel = (): void => send({ type: "cancel" });
      if (signal.aborted) cancel();
      signal.addEventListener("abort", cancel, { once: true });
      try {
        return await ended.promise;
      } finally {
        signal.removeEventListener("abort", cancel);
        onMessage = undefined;
      }
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}

/** Jobs in this thread, which is enough for a test. */
export const startInThreadJobs = (deps: RehearseDeps): Jobs => ({
  async do(kind, ask, watch) {
    try {
      return { kind: "done", answer: await doJob(deps, kind, ask, watch) };
    } catch (error) {
      return { kind: "failed", failure: failureOf(error) };
    }
  },
  [Symbol.asyncDispose]: async () => undefined,
});
