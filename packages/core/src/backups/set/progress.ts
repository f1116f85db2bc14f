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
