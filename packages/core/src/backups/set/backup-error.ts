import type { BackupFault } from "@lucid/contract";

/** Why a backup was not made, or not restored. Words for the person stand in the message. */
export class BackupError extends Error {
  override readonly name = "BackupError";
  readonly fault: BackupFault;

  constructor(fault: BackupFault, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.fault = fault;
  }
}

const FULL = /^(ENOSPC|EDQUOT|SQLITE_FULL)$/;
const CLOSED = /^(EACCES|EPERM|EROFS|ENOTDIR|ENOENT|ELOOP|EIO|ENODEV|ESTALE)$/;

/** Runs a step that writes in the folder for backups. @throws BackupError where that folder is the reason, else what the step threw. */
export async function writingTo<Result>(folder: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (cause) {
    const { code = "", message } = cause as NodeJS.ErrnoException;
    if (FULL.test(code))
      throw new BackupError("folder-full", `There is no room left in ${folder}: nothing of this backup was kept`, { cause });
    if (CLOSED.test(code)) throw new BackupError("folder-unusable", `${folder} cannot be written: ${message}`, { cause });
    throw cause;
  }
}
