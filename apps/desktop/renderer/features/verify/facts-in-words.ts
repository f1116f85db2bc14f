import type { I18n } from "@lingui/core";
import type { BundleFacts, ChunkRange, TimeAccount, VideoFacts } from "@lucid/proof";
import { formatCount, formatSpan, formatUtc } from "../../shared/format/index.ts";

/** Last millisecond that has a date; what is not proven may hold any number. */
const LAST_DATE_MS = 8_640_000_000_000_000;
/** Ranges that a sentence lists. */
const MAX_LISTED = 10;

export const isoOf = (ms: number): string => new Date(Math.min(ms, LAST_DATE_MS)).toISOString();
export const utcOf = (ms: number): string => formatUtc(isoOf(ms));

/** A length of time, cut off rather than rounded: what is missing is never rounded away. */
export const spanOf = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)}\u00a0ms` : formatSpan(ms / 1_000));

/** Chunk numbers as people write them, counted from 1: 3, 5-9. */
export function rangesInWords(ranges: readonly ChunkRange[]): string {
  const shown = ranges
    .slice(0, MAX_LISTED)
    .map(([first, last]) => (first === last ? String(first + 1) : `${first + 1}-${last + 1}`));
  return `${shown.join(", ")}${ranges.length > MAX_LISTED ? ", …" : ""}`;
}

export const sizeOf = (ranges: readonly ChunkRange[]): number => ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);

export const chunksInWords = (count: number, i18n: I18n): string =>
  i18n.t("{count, plural, one {# chunk} other {{shown} chunks}}", { count, shown: formatCount(count) });

/** The verdict on a bundle that holds, in one sentence that claims no more than its figures. */
export function headlineOf(facts: BundleFacts, i18n: I18n, video?: VideoFacts): string {
  if (video !== undefined)
    return facts.includedCount < facts.chunkCount
      ? i18n.t("The pictures are the recorded ones, and a part of the recording")
      : i18n.t("The pictures are the recorded ones");
  const { range, time } = facts;
  if (facts.includedCount === 0) return i18n.t("The proof holds. The recording itself is not in this file");
  if (range !== null)
    return range.isComplete
      ? i18n.t("Unaltered, and all of the part that was asked for")
      : i18n.t("Unaltered, and not all of the part that was asked for");
  if (facts.includedCount < facts.chunkCount) return i18n.t("Unaltered, and a part of the recording");
  if (facts.isComplete) return i18n.t("Complete and unaltered");
  if (facts.isCutOff) return i18n.t("Unaltered, and cut off at the end");
  if (time.gapCount > 0)
    return i18n.t("{count, plural, one {Unaltered, with one gap} other {Unaltered, with # gaps}}", { count: time.gapCount });
  return i18n.t("Unaltered, with stretches that were not recorded");
}

/** How much of its time is recorded, and how much of it is here: beside every headline. */
export function figuresInWords(facts: BundleFacts, i18n: I18n): string {
  const time = facts.range ?? facts.time;
  const values = {
    from: utcOf(time.fromMs),
    to: utcOf(time.toMs),
    here: spanOf(time.includedMs),
    recorded: spanOf(time.recordedMs),
    span: spanOf(time.spanMs),
  };
  return time.includedMs === time.recordedMs
    ? i18n.t("{from} to {to}: recorded {recorded} of {span}, as the node states it.", values)
    : i18n.t("{from} to {to}: recorded {recorded} of {span}, as the node states it; {here} of that are here.", values);
}

/** What the node says of the silences of a span, all of them together. */
export const silenceInWords = ({ silenceMs, silenceCount, longestSilenceMs }: TimeAccount, i18n: I18n): string =>
  i18n.t(
    "{count, plural, one {Without record or reason: {all}.} other {Without record or reason: {all} in {shown} stretches, the longest {longest}.}}",
    { count: silenceCount, all: spanOf(silenceMs), shown: formatCount(silenceCount), longest: spanOf(longestSilenceMs) },
  );
