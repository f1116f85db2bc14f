/** How far making or reading a backup is. */
export interface BackupProgress {
  readonly stage: "databases" | "archive" | "recordings" | "reading-back";
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** Counts bytes, and tells of them. */
export function tell(
  onProgress: (progress: BackupProgress) => void,
  stage: BackupProgress["stage"],
  totalBytes: number,
): (count: number) => void {
  let doneBytes = 0;
  onProgress({ stage, doneBytes, totalBytes });
  return (count) => {
    doneBytes += count;
    onProgress({ stage, doneBytes, totalBytes });
  };
}

/** Bytes between two tellings, so that a telling costs nothing beside the work. */
const TELL_BYTES = 16 * 1_048_576;

/** Tells of each stage's beginning and end, and now and then in between. */
export function createSlowProgress(onProgress: (progress: BackupProgress) => void): (progress: BackupProgress) => void {
  let told: BackupProgress | undefined;
  return (progress) => {
    const isSoon =
      told?.stage === progress.stage && progress.doneBytes < Math.min(progress.totalBytes, told.doneBytes + TELL_BYTES);
    if (isSoon) return;
    told = progress;
    onProgress(progress);
  };
}
