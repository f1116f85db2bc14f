import type { I18n } from "@lingui/core";
import type { VideoFacts, VideoPart } from "@lucid/proof";
import { formatClock, formatCount } from "../../shared/format/index.ts";
import { rangesInWords, sizeOf, spanOf } from "./facts-in-words.ts";

/** Parts, cuts and gaps that are named one by one. */
const MAX_LISTED = 10;

const clock = (ms: number): string => formatClock(ms / 1_000);

/** Which part of a video is which part of the recording, and where the video leaves time out. */
export const videoInWords = ({ parts, cuts, gaps, chunkCount }: VideoFacts, i18n: I18n): string[] => [
  ...listed(parts, i18n, (part) => partInWords(part, chunkCount, i18n)),
  ...listed(cuts, i18n, ({ atMs, chunks }) =>
    i18n.t("At {at} the video leaves chunks out: {ranges}.", { at: clock(atMs), ranges: rangesInWords([chunks]) }),
  ),
  ...listed(gaps, i18n, ({ atMs, beforeChunk, missingMs }) =>
    i18n.t("At {at} the recording was interrupted for {span}, before chunk {number}. The video goes on at once.", {
      at: clock(atMs),
      span: spanOf(missingMs),
      number: formatCount(beforeChunk + 1),
    }),
  ),
];

function listed<T>(all: readonly T[], i18n: I18n, say: (one: T) => string): string[] {
  const shown = all.slice(0, MAX_LISTED).map(say);
  const more = all.length - shown.length;
  return more > 0 ? [...shown, i18n.t("and {count} more", { count: formatCount(more) })] : shown;
}

function partInWords({ fromMs, toMs, chunks, state }: VideoPart, chunkCount: number, i18n: I18n): string {
  const values = {
    from: clock(fromMs),
    to: clock(toMs),
    count: sizeOf([chunks]),
    ranges: rangesInWords([chunks]),
    all: formatCount(chunkCount),
  };
  switch (state) {
    case "proven":
      return i18n.t(
        "{from} to {to} of this video: {count, plural, one {chunk {ranges}} other {chunks {ranges}}} of {all}, picture by picture as they were recorded.",
        values,
      );
    case "altered":
      return i18n.t(
        "{from} to {to} of this video: {count, plural, one {chunk {ranges}} other {chunks {ranges}}} of {all}, and NOT the recorded pictures.",
        values,
      );
    case "uncommitted":
      return i18n.t(
        "{from} to {to} of this video: {count, plural, one {chunk {ranges}} other {chunks {ranges}}} of {all}, and nothing ties these pictures to the recording.",
        values,
      );
    case "headless":
      return i18n.t(
        "{from} to {to} of this video: {count, plural, one {chunk {ranges}} other {chunks {ranges}}} of {all}, whose pictures build on others that are not here.",
        values,
      );
    case "parameters":
      return i18n.t(
        "{from} to {to} of this video: {count, plural, one {chunk {ranges}} other {chunks {ranges}}} of {all}, with parameter sets of their own among the pictures: what is shown depends on the player.",
        values,
      );
  }
}
