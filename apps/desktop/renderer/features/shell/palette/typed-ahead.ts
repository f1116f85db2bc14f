/** Keys wait for the palette no longer than this: its code may not come at all. */
const WAIT_MS = 10_000;

interface Typed {
  readonly text: string;
  /** Enter came as well. */
  readonly isEntered: boolean;
}

let waiting: (Typed & { readonly untilMs: number }) | undefined;

/**
 * Keys between asking for the palette and its field being there. They belong to it: the page would take a letter for a command of its own, and the
 * field it was asked from would take it for its text.
 */
export const typedAhead = {
  begin(nowMs: number): void {
    waiting = { text: "", isEntered: false, untilMs: nowMs + WAIT_MS };
  },
  /** Keeps a key that belongs to the palette. @returns whether it did. */
  hear(event: KeyboardEvent): boolean {
    if (waiting && (event.timeStamp > waiting.untilMs || event.key === "Escape")) waiting = undefined;
    if (!waiting || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
    const { text } = waiting;
    if (event.key === "Enter") waiting = { ...waiting, isEntered: true };
    else if (event.key === "Backspace") waiting = { ...waiting, text: text.slice(0, -1) };
    else if (event.key.length === 1) waiting = { ...waiting, text: text + event.key };
    else return false;
    event.preventDefault();
    return true;
  },
  /** The field is there, and hears what comes now. */
  take(): Typed {
    const { text, isEntered } = waiting ?? { text: "", isEntered: false };
    waiting = undefined;
    return { text, isEntered };
  },
};
