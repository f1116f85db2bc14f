import type { I18n } from "@lingui/core";
import type { BundleFacts } from "@lucid/proof";
import { formatCount, formatSpan, formatUtc } from "../../shared/format/index.ts";
import { chunksInWords, isoOf } from "./facts-in-words.ts";

/** What was on the chain while the session ran, in one sentence, however long it ran. */
export function liveInWords({ checkpoints }: BundleFacts, i18n: I18n): string[] {
  const first = checkpoints[0];
  if (first === undefined)
    return [i18n.t("Nothing of it was put on the chain while it ran: it was committed to as a whole, at its end.")];
  const lagMs = Math.max(...checkpoints.map(({ blockTime, endedAtMs }) => blockTime * 1_000 - endedAtMs), 0);
  const last = checkpoints.at(-1) ?? first;
  return [
    i18n.t(
      "It was put on the chain while it ran, from {from} on: the first {chunks} were there at most {lag} after they ended.",
      {
        from: formatUtc(isoOf(first.blockTime * 1_000)),
        chunks: chunksInWords(last.chunks, i18n),
        lag: formatSpan(Math.ceil(lagMs / 1_000)),
      },
    ),
  ];
}

/** Each entry on the chain from while the session ran. */
export const checkpointsInWords = (facts: BundleFacts, i18n: I18n): string[] =>
  facts.checkpoints.map((checkpoint) =>
    i18n.t("The first {chunks} existed by {time} (block {height}).", {
      chunks: chunksInWords(checkpoint.chunks, i18n),
      time: formatUtc(isoOf(checkpoint.blockTime * 1_000)),
      height: formatCount(checkpoint.height),
    }),
  );
