import { BackupError, type BackupProgress } from "@lucid/core";
import { IdentityError } from "@lucid/identity";
import { CommandError, EXIT } from "../exit-codes.ts";
import { createProgressLine } from "../progress-line.ts";
import { stopOnInterrupt } from "../stop-on-interrupt.ts";

/** What the command line got wrong, and not the disk or the backup. */
const USAGE: ReadonlySet<BackupError["fault"]> = new Set(["no-recipients", "folder-inside", "not-empty"]);
const DATA: ReadonlySet<BackupError["fault"]> = new Set(["not-a-node", "node-disk-short"]);

export interface Working {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
}

/** Works on a backup with a line that says how far it is; Ctrl-C stops it. @throws CommandError. */
export async function whileWorking<Result>(work: (working: Working) => Promise<Result>): Promise<Result> {
  using interrupt = stopOnInterrupt();
  using line = createProgressLine(process.stderr);
  const onProgress = ({ doneBytes, totalBytes }: BackupProgress): void => {
    if (totalBytes > 0) line.showBytes({ checkedBytes: doneBytes, totalBytes });
  };
  try {
    return await work({ signal: interrupt.signal, onProgress });
  } catch (cause) {
    if (interrupt.signal.aborted) throw new CommandError(EXIT.interrupted, "stopped", { cause });
    if (cause instanceof IdentityError) throw new CommandError(EXIT.usage, cause.message, { cause });
    if (!(cause instanceof BackupError)) throw cause;
    const code = USAGE.has(cause.fault) ? EXIT.usage : DATA.has(cause.fault) ? EXIT.data : EXIT.failed;
    throw new CommandError(code, cause.message, { cause });
  }
}
