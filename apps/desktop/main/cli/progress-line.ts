/** A line is written over this often: a person reads no faster, and a terminal may be far away. */
const EVERY_MS = 200;
/** What is over sooner needs no line. */
const AFTER_MS = 1_000;

const UNITS = ["bytes", "KiB", "MiB", "GiB"] as const;

/** A size for people, in steps of 1 024. */
export function inWords(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${step === 0 ? bytes : (bytes / 1_024 ** step).toFixed(1)} ${UNITS[step]}`;
}

export interface ProgressLine extends Disposable {
  /** What is being done, and how much of all: from 0 to 1. */
  show(doing: string, share: number): void;
  showBytes(progress: { readonly checkedBytes: number; readonly totalBytes: number }): void;
}

/** How far something is, on one line of a terminal that is gone again at the end; nothing anywhere else. */
export function createProgressLine(terminal: NodeJS.WriteStream): ProgressLine {
  let nextMs = performance.now() + AFTER_MS;
  let isShown = false;
  const clear = (): void => void (isShown && terminal.write("\r\u001b[K"));
  function show(doing: string, share: number): void {
    const now = performance.now();
    if (!terminal.isTTY || now < nextMs) return;
    nextMs = now + EVERY_MS;
    terminal.write(`\r\u001b[K${doing} (${Math.floor(100 * share)} %). Ctrl-C stops.`);
    isShown = true;
  }
  return {
    show,
    showBytes: ({ checkedBytes, totalBytes }) =>
      show(`${inWords(checkedBytes)} of ${inWords(totalBytes)}`, checkedBytes / totalBytes),
    [Symbol.dispose]: clear,
  };
}
