import { countOf } from "../../bundle/layout.ts";
import type { VideoFacts } from "../../video-file/check-pictures.ts";
import type { BundleFacts, TimeDoubt } from "../verdict.ts";
import { chunksInWords, rangesInWords, spanInWords, timeInWords } from "./words.ts";

/** What a verified bundle leaves open, so that nobody reads more into it. */
export const describeUnproven = (facts: BundleFacts, isIdentified: boolean, video?: VideoFacts): string[] => [
  ...(isIdentified ? [] : [NOBODY]),
  whoseTime(facts),
  start(facts),
  ...doubts(facts),
  ...whileItRan(facts),
  ...leftOut(facts),
  ...terms(facts),
  ...(video === undefined ? sealed(facts) : [...pictures(facts, video), ...ANY_COPY]),
];

const NOBODY =
  "Who it is from: nobody is identified. It is consistent in itself, and anybody can make such a file with keys of their own. Compare node, owner and network with those you know.";

function whoseTime({ bounds, network }: BundleFacts): string {
  const { keys } = bounds.upper;
  return keys === 1
    ? "The time of the block: a single key decides on this network, so it is the word of one machine."
    : `The time of the block: it is the word of whoever holds ${keys} of the ${network.producers} keys of this network. Nothing here shows that these are different people.`;
}

function start({ bounds, after, startedAtMs, chunkCount }: BundleFacts): string {
  const { lower, clock } = bounds;
  const stated = `When it began: the node states ${timeInWords(startedAtMs)}`;
  const dated = lower === null ? "" : `made before block ${lower.height} dated ${timeInWords(lower.atMs)}.`;
  const begin =
    lower?.chunk === 0
      ? `${stated}. Its list of chunks was not ${dated}`
      : `${stated}${noEarlier(after)}.${lower === null ? "" : ` What the list says ${fromChunk(lower.chunk, chunkCount)} was not ${dated}`}`;
  const unknown = clock.unknownChunks === chunkCount ? "unknown" : `unknown for ${chunksInWords(clock.unknownChunks)}`;
  const error =
    clock.largestErrorMs === null
      ? unknown
      : `${spanInWords(clock.largestErrorMs)} at most${clock.unknownChunks > 0 ? `, ${unknown}` : ""}`;
  return `${begin} Times inside are the node's clock, whose error it states as ${error}.`;
}

const fromChunk = (chunk: number, count: number): string =>
  chunk + 1 === count ? `of chunk ${chunk + 1}, the last one,` : `from chunk ${chunk + 1} on`;

/** What a recording without a dated block before it shows of its start. */
function noEarlier(after: BundleFacts["after"]): string {
  if (after === null) return ", and nothing here shows that it was not made earlier";
  const block = `block ${after.height} (${after.hash})`;
  return after.shown
    ? `. Its list of chunks was not made before ${block}, whose time is not in this file`
    : `, and that ${block} was final before. This file does not show that the network has that block`;
}

const doubtful: Record<TimeDoubt["code"], (span: string) => string> = {
  "start-before-genesis": (span) => `it states to have begun ${span} before its network did`,
  "start-before-block": (span) =>
    `something in it is stated to have begun ${span} before a block that it names as an earlier one`,
  "signed-before-block": (span) => `it is stated to have been signed ${span} before a block that it names as an earlier one`,
  "signed-before-end": (span) => `it is stated to have been signed ${span} before it ended`,
  "anchor-before-start": (span) => `the block is dated ${span} before the stated start`,
  "anchor-before-end": (span) => `the block is dated ${span} before the stated end`,
  "checkpoint-before-chunk": (span) => `a block that fixed chunks while it ran is dated ${span} before the last of them ended`,
  "made-before-block": (span) => `this file is stated to have been made ${span} before a block that it holds`,
  "clock-error": (span) => `the node's clock may have been wrong by ${span}`,
  "clock-step": (span) =>
    `across a gap two clocks of the node differ by ${span}: one of them was set there, or the machine slept`,
  "clock-drift": (span) => `over all of its chunks two clocks of the node differ by ${span}, and no gap says why`,
  "block-ahead": (span) => `a block that it holds is dated ${span} after the clock of the computer that checks it`,
  "long-chunk": (span) => `one chunk claims ${span}, and a chunk holds about ten seconds`,
};

function doubts({ bounds }: BundleFacts): string[] {
  if (bounds.doubts.length === 0) return [];
  return [`Times that do not fit: ${bounds.doubts.map(({ code, ms }) => doubtful[code](spanInWords(ms))).join("; ")}.`];
}

/** Until a block fixes a chunk, whoever has the node's key can still put another one in its place. */
function whileItRan({ bounds, anchor, chunkCount }: BundleFacts): string[] {
  const { chunks } = bounds.live;
  if (chunks === chunkCount) return [];
  const late = bounds.anchorLagMs > 0 ? `, dated ${spanInWords(bounds.anchorLagMs)} after the stated end` : "";
  const left = anchor.continues === undefined || anchor.continues > chunks;
  const none = left ? "and the chain may hold some that it leaves out" : "and the anchor names no later one";
  if (chunks === 0)
    return [`That nothing was changed before the block${late}: this file has no entry of the chain from while it ran, ${none}.`];
  const open = chunks + 1 === chunkCount ? `the last chunk was` : `chunks ${chunks + 1}-${chunkCount} were`;
  return [`That ${open} not changed before the block${late}: this file has no entry from while it ran that fixed them, ${none}.`];
}

function leftOut(facts: BundleFacts): string[] {
  const said: string[] = [];
  if (facts.redacted.length > 0)
    said.push(
      `Not here: ${chunksInWords(countOf(facts.redacted))} (${rangesInWords(facts.redacted)}). That they are left out on purpose is the unsigned word of whoever made this file.`,
    );
  if (facts.absent.length > 0) said.push(`Not here: ${chunksInWords(countOf(facts.absent))} (${rangesInWords(facts.absent)}).`);
  return said;
}

/** What the pictures are, and the node states otherwise. */
function pictures({ recorder }: BundleFacts, { doubts }: VideoFacts): string[] {
  if (doubts.length === 0) return [];
  const said = doubts.map((doubt) => {
    switch (doubt.code) {
      case "picture-size":
        return `${firstOf(doubt)} pictures of ${doubt.width} x ${doubt.height}, and the node states to have recorded ${recorder.width} x ${recorder.height}`;
      case "coded-size":
        return `${firstOf(doubt)} ${codedIn(doubt.coded)}, and the file says ${doubt.width} x ${doubt.height}`;
      case "picture-rate":
        return `${firstOf(doubt)} ${doubt.pictures} pictures in ${spanInWords(doubt.playedMs)}, and the node states to take ${recorder.frame_rate} a second at most`;
      case "play-time":
        return `the video plays for ${spanInWords(doubt.playedMs)}, and its chunks are stated to have taken ${spanInWords(doubt.statedMs)}`;
    }
  });
  return [`Pictures that do not fit: ${said.join("; ")}.`];
}

const codedIn = (coded: Extract<VideoFacts["doubts"][number], { code: "coded-size" }>["coded"]): string =>
  coded === null ? "parameter sets whose size cannot be read" : `parameter sets for ${coded.width} x ${coded.height}`;

const firstOf = ({ count, chunk }: { readonly count: number; readonly chunk: number }): string =>
  count === 1
    ? `chunk ${chunk + 1} has`
    : `${chunksInWords(count)} do not have what is stated, and chunk ${chunk + 1}, the first, has`;

/** What is not in a video, and what becomes of its proof. */
const ANY_COPY = [
  "Not here: what happened beside the pictures. The events are in the sealed chunks.",
  "Any other copy: encoded again, edited, or converted by a service, a video loses its proof. This is about this file, as it is.",
];

function terms(facts: BundleFacts): string[] {
  const { policyIncluded, consentIncluded } = facts.grant;
  const missing = [...(policyIncluded ? [] : ["the policy"]), ...(consentIncluded ? [] : ["the consent text"])];
  const absent =
    missing.length === 0 ? [] : [`Not here: ${missing.join(" and ")} that the owner agreed to, of which the grant has the hash.`];
  return [...absent, ...kept(facts)];
}

function kept({ policy }: BundleFacts): string[] {
  if (policy === null) return [];
  if (policy.version === null)
    return [
      "That it kept to the policy: policy.json has a form that this verifier does not know, and nothing of it was compared.",
    ];
  const longer =
    policy.longerMs > 0
      ? [`That it kept to the policy: by its own times it lasted ${spanInWords(policy.longerMs)} longer than policy.json allows.`]
      : [];
  const afterLoss =
    policy.afterLossMs > 0
      ? [
          `That it kept to the policy: after a gap by a lost recorder it goes on for ${spanInWords(policy.afterLossMs)}, and by policy.json a session ends then.`,
        ]
      : [];
  return [
    ...longer,
    ...afterLoss,
    "That what was typed, copied and reached kept to the policy, and how long nobody did anything: the events that show it are sealed in the chunks.",
  ];
}

function sealed(facts: BundleFacts): string[] {
  const said: string[] = [];
  if (facts.keyEnvelopes === 0) said.push("Not here: a key to the recording. Without one it can be checked and not watched.");
  else said.push(`Whether the sealed keys (${facts.keyEnvelopes}) open the recording: only who holds an identity can tell.`);
  if (facts.video !== null) said.push("The playable copy video.mp4: the proof covers the sealed chunks only.");
  return said;
}
