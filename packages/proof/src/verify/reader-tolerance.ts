/** Clocks of readers differ by so much without a word. */
export const READER_TOLERANCE_MS = 60_000;
