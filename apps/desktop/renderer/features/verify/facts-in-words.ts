import type { I18n } from "@lingui/core";
import { type BundleFacts, type ChunkRange, gapCodeOf } from "@lucid/proof";
import { formatBytes, formatCount, formatSpan, formatUtc } from "../../shared/format/index.ts";

/** Last millisecond that has a date; what is not proven may hold any number. */
const LAST_DATE_MS = 8_640_000_000_000_000;

export const isoOf = (ms: number): string => new Date(Math.min(ms, LAST_DATE_MS)).toISOString();
const utc = (ms: number): string => formatUtc(isoOf(ms));
const seconds = (ms: number): string => formatSpan(ms / 1_000);

/** Chunk numbers as people write them, counted from 1: 3, 5-9. */
const rangesInWords = (ranges: readonly ChunkRange[]): string =>
  ranges.map(([first, last]) => (first === last ? String(first + 1) : `${first + 1}-${last + 1}`)).join(", ");

const sizeOf = (ranges: readonly ChunkRange[]): number => ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
export const chunksInWords = (count: number, i18n: I18n): string =>
  i18n.t("{count, plural, one {# chunk} other {{shown} chunks}}", { count, shown: formatCount(count) });

/** The verdict on a bundle that holds, in one sentence. */
export function headlineOf(facts: BundleFacts, i18n: I18n): string {
  if (facts.includedCount === 0) return i18n.t("The proof holds. The recording itself is not in this file");
  if (facts.includedCount < facts.chunkCount) return i18n.t("Unaltered, and a part of the recording");
  return facts.gaps.length + facts.silences.length > 0 || facts.end === "interrupted"
    ? i18n.t("Unaltered, with interruptions that are listed")
    : i18n.t("Complete and unaltered");
}

const endInWords = (facts: BundleFacts, i18n: I18n): string => {
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
};

/** What a verified bundle proves. */
export function provenInWords(facts: BundleFacts, i18n: I18n): string[] {
  const { anchor, network } = facts;
  const said = [
    i18n.t("Recorded from {from} to {to}: {length}, {chunks}. {end}", {
      from: utc(facts.startedAtMs),
      to: utc(facts.endedAtMs),
      length: seconds(facts.endedAtMs - facts.startedAtMs),
      chunks: chunksInWords(facts.chunkCount, i18n),
      end: endInWords(facts, i18n),
    }),
  ];
  if (facts.includedCount === facts.chunkCount)
    said.push(i18n.t("Every chunk is in this file, and each one has the bytes it was recorded with."));
  else if (facts.includedCount > 0)
    said.push(
      i18n.t("In this file, each with the bytes it was recorded with: {chunks} of {all} ({ranges}).", {
        chunks: chunksInWords(facts.includedCount, i18n),
        all: formatCount(facts.chunkCount),
        ranges: rangesInWords(facts.included),
      }),
    );
  else said.push(i18n.t("The list of all chunks, with the hash of each: a chunk that you get later can be compared with it."));
  if (facts.range)
    said.push(
      i18n.t("It covers {from} to {to} without a hole, but for what is listed as missing.", {
        from: utc(facts.range.fromMs),
        to: utc(facts.range.toMs),
      }),
    );
  said.push(
    i18n.t(
      "Nothing of it was changed after {time}: its fingerprint is in block {height} of “{network}”, which {attesters} of {producers} block producers made final.",
      {
        time: utc(anchor.blockTime * 1_000),
        height: formatCount(anchor.height),
        network: network.name,
        attesters: anchor.attesters,
        producers: anchor.producers,
      },
    ),
    i18n.t("The owner of account {owner} allowed this recording with a signature.", { owner: facts.owner }),
  );
  return said;
}

function gapInWords(gap: BundleFacts["gaps"][number], i18n: I18n): string {
  const values = { span: seconds(gap.to_ms - gap.from_ms), time: utc(gap.from_ms), reason: gap.reason };
  switch (gapCodeOf(gap)) {
    case "encoder-stalled":
      return i18n.t("Nothing for {span} from {time}: the encoder stood still.", values);
    case "display-silent":
      return i18n.t("Nothing for {span} from {time}: the display gave no picture.", values);
    case "recorder-stopped":
      return i18n.t("Nothing for {span} from {time}: the recorder did not run.", values);
    case "recorder-ended":
      return i18n.t("Nothing for {span} from {time}: the recorder had failed.", values);
    case "recorder-stuck":
      return i18n.t("Nothing for {span} from {time}: the recorder was stuck.", values);
    case "overload":
      return i18n.t("Nothing for {span} from {time}: the machine was too slow.", values);
    case "clock-set":
      return i18n.t("Nothing for {span} from {time}: the node's clock was set, or the machine slept.", values);
    case undefined:
      return statedGap(gap.kind, values, i18n);
  }
}

function statedGap(kind: BundleFacts["gaps"][number]["kind"], values: Record<string, string>, i18n: I18n): string {
  switch (kind) {
    case "paused":
      return i18n.t("Paused for {span} from {time}: “{reason}”.", values);
    case "recorder_lost":
      return i18n.t("The recorder was gone for {span} from {time}: “{reason}”.", values);
    case "interrupted":
      return i18n.t("The node had stopped for {span} from {time}: “{reason}”.", values);
  }
}

/** What is not there, and why: interruptions, redactions, chunks that were not put in. */
export function missingInWords(facts: BundleFacts, i18n: I18n): string[] {
  const gaps = facts.gaps.map((gap) => gapInWords(gap, i18n));
  const silences = facts.silences.map((one) =>
    i18n.t("No picture for {span} from {time}, and no reason given.", {
      span: seconds(one.toMs - one.fromMs),
      time: utc(one.fromMs),
    }),
  );
  const said = [...gaps, ...silences];
  if (facts.redacted.length > 0)
    said.push(
      i18n.t("Left out on purpose: {chunks} ({ranges}). Their hashes are still part of the proof.", {
        chunks: chunksInWords(sizeOf(facts.redacted), i18n),
        ranges: rangesInWords(facts.redacted),
      }),
    );
  if (facts.absent.length > 0 && facts.includedCount > 0)
    said.push(
      i18n.t("Not in this file: {chunks} ({ranges}).", {
        chunks: chunksInWords(sizeOf(facts.absent), i18n),
        ranges: rangesInWords(facts.absent),
      }),
    );
  return said;
}

/** What no bundle proves, so that nobody reads more into it. */
export function unprovenInWords(facts: BundleFacts, i18n: I18n): string[] {
  const said = [
    i18n.t("Who sat at the desktop. The account's owner allowed the recording; others may have typed."),
    i18n.t(
      "The exact second of each picture. Times inside are the clock of the recording node; the blocks only say that it was not later.",
    ),
    i18n.t("What happened before the first picture, after the last one, or outside of the recorded desktop."),
  ];
  if (facts.network.producers === 1)
    said.push(i18n.t("Independence of the time: this network has one block producer, so its times are the word of one machine."));
  if (facts.video)
    said.push(
      i18n.t("The playable copy video.mp4 ({size}): only the sealed chunks are covered.", {
        size: formatBytes(facts.video.size, i18n.locale),
      }),
    );
  return said;
}
