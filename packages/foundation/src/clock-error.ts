import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";

const run = promisify(execFile);

/** What the machine's own synchronization knows of its clock. */
export interface ClockError {
  /** Milliseconds that the clock is from true time at most. Null where nothing keeps it in step, or nothing is known. */
  boundMs(): number | null;
}

/** The kernel raises its bound by 0.5 ms a second until the next exchange with a time server, a minute or more apart. */
const PERIOD_MS = 30_000;
const PATIENCE_MS = 5_000;

/** Number of the system call adjtimex(2). */
const ADJTIMEX: Partial<Record<NodeJS.Architecture, number>> = { x64: 159, arm64: 171 };
/** STA_UNSYNC of <sys/timex.h>. */
const UNSYNCHRONIZED = 0x40;
/** `struct timex` of a 64-bit Linux begins with modes, offset, freq, maxerror and esterror in microseconds, and status. */
const READ_TIMEX = `my $timex = "\\0" x 256; exit 1 if syscall($ARGV[0], $timex) < 0;
my ($max, $status) = (unpack("L x4 q q q q l", $timex))[3, 5]; print "$max $status";`;

/**
 * Its bound in microseconds and its status, by perl, which is part of every Debian: no runtime of ours makes system calls.
 * @returns nothing where there is no such call. @throws when it cannot be made.
 */
export async function askKernel(): Promise<string> {
  const number = ADJTIMEX[process.arch];
  if (process.platform !== "linux" || number === undefined) return "";
  const { stdout } = await run("perl", ["-e", READ_TIMEX, String(number)], { env: {}, timeout: PATIENCE_MS });
  return stdout;
}

/**
 * The bound in what the kernel answered.
 * @returns milliseconds, rounded up; null where nothing keeps the clock in step, or nothing is known.
 */
export function clockErrorIn(answer: string): number | null {
  const [maxUs = Number.NaN, status = UNSYNCHRONIZED] = answer.split(" ").map(Number);
  return Number.isSafeInteger(maxUs) && (status & UNSYNCHRONIZED) === 0 ? Math.ceil(maxUs / 1_000) : null;
}

/** Asks again and again until disposed; `ask` gives the kernel's bound in microseconds and its status. */
export function watchClockError(
  { clock, log }: { readonly clock: Clock; readonly log: Pick<Log, "warn"> },
  ask: () => Promise<string> = askKernel,
): ClockError & Disposable {
  let bound: number | null = null;
  let isKnown = true;
  let isDisposed = false;
  let timer: Disposable | undefined;

  async function look(): Promise<void> {
    try {
      bound = clockErrorIn(await ask());
      isKnown = true;
    } catch (error) {
      bound = null;
      if (isKnown) log.warn({ err: error }, "The clock's error is not known");
      isKnown = false;
    }
    if (!isDisposed) timer = clock.after(PERIOD_MS, () => void look());
  }
  void look();
  return {
    boundMs: () => bound,
    [Symbol.dispose]() {
      isDisposed = true;
      timer?.[Symbol.dispose]();
    },
  };
}
