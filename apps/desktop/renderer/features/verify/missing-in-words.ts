import type { I18n } from "@lingui/core";
import { type BundleFacts, foreignText, gapCodeOf, type MissingTime, partsOfReason } from "@lucid/proof";
import { formatCount } from "../../shared/format/index.ts";
import { furtherReasons } from "../../shared/text/further-reasons.ts";
import { chunksInWords, rangesInWords, silenceInWords, sizeOf, spanOf, utcOf } from "./facts-in-words.ts";

/** What is not there, and why: interruptions, stretches without a reason, chunks that were not put in. */
export function missingInWords(facts: BundleFacts, i18n: I18n): string[] {
  const said: string[] = [];
  if (facts.redacted.length > 0)
    said.push(
      i18n.t(
        "Left out: {chunks} ({ranges}). Their hashes are still part of the proof. That it was on purpose is the unsigned word of whoever made this file.",
        { chunks: chunksInWords(sizeOf(facts.redacted), i18n), ranges: rangesInWords(facts.redacted) },
      ),
    );
  if (facts.absent.length > 0 && facts.includedCount > 0)
    said.push(
      i18n.t("Not in this file: {chunks} ({ranges}).", {
        chunks: chunksInWords(sizeOf(facts.absent), i18n),
        ranges: rangesInWords(facts.absent),
      }),
    );
  if (facts.isCutOff) said.push(i18n.t("Perhaps more at its end: it was cut off there."));
  if (facts.time.silenceMs > 0 && !facts.time.isUninterrupted) said.push(silenceInWords(facts.time, i18n));
  const places = [
    ...facts.gaps.map((gap) => ({ ms: gap.from_ms, text: gapInWords(gap, i18n) })),
    ...facts.silences.map(({ fromMs, toMs }) => ({
      ms: fromMs,
      text: i18n.t("No picture for {span} from {time}, and no reason given.", {
        span: spanOf(toMs - fromMs),
        time: utcOf(fromMs),
      }),
    })),
  ];
  const more = unlisted(facts);
  return [
    ...said,
    ...places.toSorted((one, other) => one.ms - other.ms).map(({ text }) => text),
    ...(more > 0 ? [i18n.t("And {count} shorter ones.", { count: formatCount(more) })] : []),
  ];
}

/** Gaps and silences that the verdict counts and does not hold. */
export const unlisted = ({ counts, gaps, silences }: BundleFacts): number =>
  counts.gaps - gaps.length + counts.silences - silences.length;

function gapInWords(gap: MissingTime, i18n: I18n): string {
  const further = furtherReasons(gap.reason, i18n);
  const first = firstReason({ ...gap, reason: partsOfReason(gap.reason).said }, i18n);
  return further.length > 0 ? `${first} ${i18n.t("In it: {reasons}.", { reasons: further.join("; ") })}` : first;
}

/** The node's reason is a stranger's text: quoted, on one line, and said to be the node's. */
function firstReason(gap: MissingTime, i18n: I18n): string {
  const code = gapCodeOf(gap);
  const values = { span: spanOf(gap.to_ms - gap.from_ms), time: utcOf(gap.from_ms), reason: foreignText(gap.reason) };
  switch (code) {
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
    case "machine-slept":
      return i18n.t("Nothing for {span} from {time}: the machine slept.", values);
    case "storage-blocked":
      return i18n.t("Nothing for {span} from {time}: the node's storage took no chunks.", values);
    case undefined:
      return statedGap(gap, values, i18n);
  }
}

function statedGap({ kind, reason }: MissingTime, values: Record<string, string>, i18n: I18n): string {
  if (reason === "")
    switch (kind) {
      case "paused":
        return i18n.t("Paused for {span} from {time}.", values);
      case "recorder_lost":
        return i18n.t("The recorder was gone for {span} from {time}.", values);
      case "interrupted":
        return i18n.t("The node had stopped for {span} from {time}.", values);
    }
  switch (kind) {
    case "paused":
      return i18n.t("Paused for {span} from {time}. The node wrote: {reason}", values);
    case "recorder_lost":
      return i18n.t("The recorder was gone for {span} from {time}. The node wrote: {reason}", values);
    case "interrupted":
      return i18n.t("The node had stopped for {span} from {time}. The node wrote: {reason}", values);
  }
}
