import type { I18n } from "@lingui/core";
import { type BundleFacts, foreignText, type VideoFacts } from "@lucid/proof";
import { formatCount } from "../../shared/format/index.ts";
import { chunksInWords, figuresInWords, rangesInWords, spanOf, utcOf } from "./facts-in-words.ts";
import { videoInWords } from "./video-in-words.ts";

/** What a verified bundle proves. What the node says of time is proven to be what it said. */
export const provenInWords = (facts: BundleFacts, i18n: I18n, video?: VideoFacts): string[] => [
  i18n.t("The node states: {figures} {end}", { figures: figuresInWords(facts, i18n), end: endInWords(facts, i18n) }),
  ...(video === undefined ? [presentInWords(facts, i18n)] : videoInWords(video, i18n)),
  i18n.t(
    "Nothing of it was changed after {time}: its fingerprint is in block {height} of the network that calls itself {network}, and {attesters} of {producers} block producers made it final.",
    {
      time: utcOf(facts.bounds.upper.atMs),
      height: formatCount(facts.anchor.height),
      network: foreignText(facts.network.name),
      attesters: facts.anchor.attesters,
      producers: facts.anchor.producers,
    },
  ),
  allowedInWords(facts, i18n),
  ...liveInWords(facts, i18n),
];

function allowedInWords({ owner, bounds: { granted } }: BundleFacts, i18n: I18n): string {
  if (granted === null) return i18n.t("The owner of account {owner} allowed this recording with a signature.", { owner });
  const block = { owner, height: formatCount(granted.height), time: utcOf(granted.atMs) };
  return i18n.t(
    "The owner of account {owner} allowed this recording with a signature that was not made before block {height} of {time}.",
    block,
  );
}

function presentInWords(facts: BundleFacts, i18n: I18n): string {
  if (facts.includedCount === facts.chunkCount)
    return i18n.t("Every chunk is in this file, and each one has the bytes it was recorded with.");
  if (facts.includedCount === 0)
    return i18n.t("The list of all chunks, with the hash of each: a chunk that you get later can be compared with it.");
  return i18n.t("In this file, each with the bytes it was recorded with: {chunks} of {all} ({ranges}).", {
    chunks: chunksInWords(facts.includedCount, i18n),
    all: formatCount(facts.chunkCount),
    ranges: rangesInWords(facts.included),
  });
}

function endInWords(facts: BundleFacts, i18n: I18n): string {
  switch (facts.end) {
    case "stopped":
      return i18n.t("It ended because somebody ended it.");
    case "limit":
      return i18n.t("It ended because a limit of time, size or memory was reached.");
    case "interrupted":
      return i18n.t("It was cut off: the node stopped in the middle of it.");
    case "recorder_lost":
      return i18n.t("It ended because the recorder failed.");
    case "desktop_lost":
      return i18n.t("It ended because the desktop went away.");
  }
}

/** What was on the chain while the session ran, in one sentence, however long it ran. */
function liveInWords({ bounds: { live, anchorLagMs }, checkpoints, chunkCount }: BundleFacts, i18n: I18n): string[] {
  const first = checkpoints.find(({ isLive }) => isLive);
  if (first === undefined || live.greatestLagMs === null) return [];
  const values = {
    from: utcOf(first.blockTime * 1_000),
    last: formatCount(live.chunks),
    lag: spanOf(Math.max(0, live.greatestLagMs)),
    whole: spanOf(Math.max(0, anchorLagMs)),
  };
  return [
    live.chunks === chunkCount
      ? i18n.t(
          "It was put on the chain while it ran, from {from} on: none of its chunks waited longer than {lag} for it, and the whole is in a block dated {whole} after the stated end.",
          values,
        )
      : i18n.t(
          "It was put on the chain while it ran, from {from} on: none of the chunks 1-{last} waited longer than {lag} for it.",
          values,
        ),
  ];
}

/** Each entry on the chain from before the session was sealed. */
export const checkpointsInWords = (facts: BundleFacts, i18n: I18n): string[] =>
  facts.checkpoints.map((checkpoint) =>
    i18n.t("The first {chunks} existed by {time} (block {height}).", {
      chunks: chunksInWords(checkpoint.chunks, i18n),
      time: utcOf(checkpoint.blockTime * 1_000),
      height: formatCount(checkpoint.height),
    }),
  );
