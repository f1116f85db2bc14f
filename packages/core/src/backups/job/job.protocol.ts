import type { BackupProgress } from "../set/progress.ts";
import type { BackupJobs, JobFailure, JobKind } from "./job.ts";

/** A worker does one job at a time. */
export type ToJob<Kind extends JobKind = JobKind> =
  | { readonly type: "do"; readonly kind: Kind; readonly ask: BackupJobs[Kind]["ask"] }
  | { readonly type: "cancel" };

export type FromJob =
  | { readonly type: "progress"; readonly progress: BackupProgress }
  | { readonly type: "done"; readonly answer: BackupJobs[JobKind]["answer"] }
  | { readonly type: "failed"; readonly failure: JobFailure };
