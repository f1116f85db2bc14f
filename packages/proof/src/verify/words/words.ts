import type { ChunkRange } from "../../formats/bundle.ts";

/** Last millisecond that ECMAScript can write as a date. */
const LAST_DATE_MS = 8_640_000_000_000_000;
/** Ranges that a sentence lists. */
const MAX_LISTED = 10;

/** A time as ISO 8601 in UTC. What is not proven may hold any number: past the year 275760 there is no date. */
export const timeInWords = (ms: number): string =>
  ms <= LAST_DATE_MS ? new Date(ms).toISOString().replace(".000Z", "Z") : `${ms} ms after 1970`;

export const chunksInWords = (count: number): string => (count === 1 ? "1 chunk" : `${count} chunks`);

/** Chunk numbers as people count them, from 1. */
export function rangesInWords(list: readonly ChunkRange[]): string {
  const shown = list.slice(0, MAX_LISTED).map(([first, last]) => (first === last ? `${first + 1}` : `${first + 1}-${last + 1}`));
  const more = list.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more ranges` : ""}`;
}

const UNITS = [
  ["years", 31_557_600_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** A length of time in milliseconds, cut off rather than rounded: what is missing is never rounded away. */
export function spanInWords(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${Math.floor(ms / 100) / 10} s`;
  let rest = ms;
  const parts: string[] = [];
  for (const [name, length] of UNITS) {
    if (rest >= length) parts.push(`${Math.floor(rest / length)} ${name}`);
    rest %= length;
  }
  if (ms < 86_400_000 && rest >= 1_000) parts.push(`${Math.floor(rest / 1_000)} s`);
  return parts.join(" ");
}
