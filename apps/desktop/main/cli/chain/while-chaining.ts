import { DataFolderError } from "@lucid/core";
import { CommandError, EXIT } from "../exit-codes.ts";
import { createProgressLine } from "../progress-line.ts";
import { stopOnInterrupt } from "../stop-on-interrupt.ts";

interface Working {
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/** Works on a chain with a line that says how far it is; Ctrl-C stops it. @throws CommandError; `file` is the one that is read. */
export async function whileChaining<Result>(work: (working: Working) => Promise<Result>, file?: string): Promise<Result> {
  using interrupt = stopOnInterrupt();
  using line = createProgressLine(process.stderr);
  try {
    return await work({ signal: interrupt.signal, onProgress: (share) => line.show("Blocks and votes", share) });
  } catch (cause) {
    if (interrupt.signal.aborted) throw new CommandError(EXIT.interrupted, "stopped: nothing was changed", { cause });
    if (cause instanceof DataFolderError) throw new CommandError(EXIT.data, cause.message, { cause });
    if (!(cause instanceof Error)) throw cause;
    if (cause.name === "ChainKeptError") throw new CommandError(EXIT.failed, cause.message, { cause });
    if (cause.name === "ChainFileError") throw new CommandError(EXIT.failed, `${file}: ${cause.message}`, { cause });
    if (file !== undefined && "code" in cause && "path" in cause && cause.path === file)
      throw new CommandError(EXIT.usage, `${file} cannot be read: ${cause.message}`, { cause });
    throw cause;
  }
}
