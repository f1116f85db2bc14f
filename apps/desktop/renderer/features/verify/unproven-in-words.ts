import type { I18n } from "@lingui/core";
import type { BundleFacts, TimeDoubt, VideoFacts } from "@lucid/proof";
import { formatBytes, formatCount } from "../../shared/format/index.ts";
import { chunksInWords, spanOf, utcOf } from "./facts-in-words.ts";
import { picturesInWords } from "./pictures-in-words.ts";

/** What a verified bundle leaves open, so that nobody reads more into it. */
export const unprovenInWords = (facts: BundleFacts, isIdentified: boolean, i18n: I18n, video?: VideoFacts): string[] => [
  ...(isIdentified
    ? []
    : [
        i18n.t(
          "Who it is from. Anybody can make such a file with keys of their own: compare node, owner and network with those you know.",
        ),
      ]),
  i18n.t("Who sat at the desktop. The account's owner allowed the recording; others may have typed."),
  whoseTime(facts, i18n),
  begin(facts, i18n),
  ...facts.bounds.doubts.map((doubt) => doubtInWords(doubt, i18n)),
  ...whileItRan(facts, i18n),
  i18n.t("What happened before the first picture, after the last one, or outside of the recorded desktop."),
  ...terms(facts, i18n),
  ...(video === undefined ? sealed(facts, i18n) : [...picturesInWords(facts, video, i18n), ...anyCopy(i18n)]),
];

const whoseTime = ({ bounds: { upper }, network }: BundleFacts, i18n: I18n): string =>
  upper.keys === 1
    ? i18n.t("Independence of the time: a single key decides on this network, so its times are the word of one machine.")
    : i18n.t(
        "Independence of the time: it is the word of whoever holds {keys} of the {producers} keys of this network. Nothing here shows that these are different people.",
        { keys: upper.keys, producers: network.producers },
      );

function begin({ bounds: { lower, clock }, startedAtMs, chunkCount }: BundleFacts, i18n: I18n): string {
  const from = earliest(lower, { start: utcOf(startedAtMs) }, i18n);
  if (clock.largestErrorMs === null)
    return `${from} ${i18n.t("Times inside are the node's clock, whose error it does not state.")}`;
  const error = { error: spanOf(clock.largestErrorMs), chunks: chunksInWords(clock.unknownChunks, i18n) };
  return clock.unknownChunks === 0 || clock.unknownChunks === chunkCount
    ? `${from} ${i18n.t("Times inside are the node's clock, whose error it states as {error} at most.", error)}`
    : `${from} ${i18n.t("Times inside are the node's clock, whose error it states as {error} at most, and not for {chunks}.", error)}`;
}

function earliest(lower: BundleFacts["bounds"]["lower"], stated: { readonly start: string }, i18n: I18n): string {
  if (lower === null)
    return i18n.t("When it began: the node states {start}, and nothing here shows that it was not made earlier.", stated);
  const block = { ...stated, height: formatCount(lower.height), time: utcOf(lower.atMs), chunk: formatCount(lower.chunk + 1) };
  return lower.chunk === 0
    ? i18n.t("When it began: the node states {start}. Its list of chunks was not made before block {height} of {time}.", block)
    : i18n.t(
        "When it began: the node states {start}, and nothing here dates the first chunks from below. What its list says from chunk {chunk} on was not made before block {height} of {time}.",
        block,
      );
}

function doubtInWords({ code, ms }: TimeDoubt, i18n: I18n): string {
  const values = { span: spanOf(ms) };
  switch (code) {
    case "start-before-genesis":
      return i18n.t("Its times: it states to have begun {span} before its network did.", values);
    case "start-before-block":
      return i18n.t(
        "Its times: something in it is stated to have begun {span} before a block that it names as an earlier one.",
        values,
      );
    case "signed-before-block":
      return i18n.t("Its times: it is stated to have been signed {span} before a block that it names as an earlier one.", values);
    case "signed-before-end":
      return i18n.t("Its times: it is stated to have been signed {span} before it ended.", values);
    case "checkpoint-before-chunk":
      return i18n.t("Its times: a block that fixed chunks while it ran is dated {span} before the last of them ended.", values);
    case "made-before-block":
      return i18n.t("Its times: this file is stated to have been made {span} before a block that it holds.", values);
    case "clock-step":
      return i18n.t(
        "Its times: across a gap two clocks of the node differ by {span}. One of them was set there, or the machine slept.",
        values,
      );
    case "clock-drift":
      return i18n.t("Its times: over all of its chunks two clocks of the node differ by {span}, and no gap says why.", values);
    case "block-ahead":
      return i18n.t("Its times: a block that it holds is dated {span} after the clock of this computer.", values);
    case "anchor-before-start":
      return i18n.t("Its times: the block is dated {span} before the stated start.", values);
    case "anchor-before-end":
      return i18n.t("Its times: the block is dated {span} before the stated end.", values);
    case "clock-error":
      return i18n.t("Its times: the node's clock may have been wrong by {span}.", values);
    case "long-chunk":
      return i18n.t("Its times: one chunk claims {span}, and a chunk holds about ten seconds.", values);
  }
}

/** Until a block fixes a chunk, whoever has the node's key can still put another one in its place. */
function whileItRan({ bounds: { live, anchorLagMs }, chunkCount }: BundleFacts, i18n: I18n): string[] {
  if (live.chunks === chunkCount) return [];
  const values = { number: formatCount(live.chunks), lag: spanOf(Math.max(0, anchorLagMs)) };
  return [
    live.chunks === 0
      ? i18n.t(
          "That nothing was changed before its block, dated {lag} after the stated end: nothing of it was put on the chain while it ran.",
          values,
        )
      : i18n.t(
          "That nothing after chunk {number} was changed before its block, dated {lag} after the stated end: nothing on the chain fixed it while it ran.",
          values,
        ),
  ];
}

/** What is not in a video, and what becomes of its proof. */
const anyCopy = (i18n: I18n): string[] => [
  i18n.t("What happened beside the pictures: the events are in the sealed recording, and not in a video."),
  i18n.t(
    "Any other copy of this video: encoded again, edited, or converted by a service it loses its proof. This is about this file, as it is.",
  ),
];

function terms({ grant, policy }: BundleFacts, i18n: I18n): string[] {
  const said: string[] = [];
  if (!grant.policyIncluded) said.push(i18n.t("The policy that the owner agreed to: only its hash is here."));
  if (!grant.consentIncluded) said.push(i18n.t("The consent text that the owner agreed to: only its hash is here."));
  if (policy === null) return said;
  if (policy.version === null)
    return [
      ...said,
      i18n.t("That it kept to the policy: the document has a form that is not known here, and nothing of it was compared."),
    ];
  if (policy.longerMs > 0)
    said.push(
      i18n.t("That it kept to the policy: by its own times it lasted {span} longer than the policy allows.", {
        span: spanOf(policy.longerMs),
      }),
    );
  if (policy.afterLossMs > 0)
    said.push(
      i18n.t(
        "That it kept to the policy: after a gap by a lost recorder it goes on for {span}, and by the policy a session ends then.",
        { span: spanOf(policy.afterLossMs) },
      ),
    );
  said.push(
    i18n.t(
      "That what was typed, copied and reached kept to the policy, and how long nobody did anything: the events that show it are sealed in the chunks.",
    ),
  );
  return said;
}

function sealed({ keyEnvelopes, video }: BundleFacts, i18n: I18n): string[] {
  const said: string[] = [];
  if (keyEnvelopes === 0)
    said.push(i18n.t("What it shows: no key to the recording is here. Without one it can be checked, and not watched."));
  if (video)
    said.push(
      i18n.t("The playable copy video.mp4 ({size}): only the sealed chunks are covered.", {
        size: formatBytes(video.size, i18n.locale),
      }),
    );
  return said;
}
