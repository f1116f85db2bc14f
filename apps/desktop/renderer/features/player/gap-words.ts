import type { I18n } from "@lingui/core";
import { gapCodeOf, partsOfReason } from "@lucid/proof";
import { formatSpan } from "../../shared/format/index.ts";
import { furtherReasons } from "../../shared/text/further-reasons.ts";
import type { ChunkTrouble } from "./opener.protocol.ts";
import type { Hole } from "./recording.ts";

/** A hole in a few words: paused 4 m: “password change” (the machine slept for 2 m). */
export function describeHole(hole: Hole, i18n: I18n): string {
  const further = furtherReasons(hole.reason, i18n);
  return firstReason(hole, i18n) + (further.length > 0 ? ` (${further.join("; ")})` : "");
}

function firstReason(hole: Hole, i18n: I18n): string {
  const span = formatSpan(hole.end - hole.start);
  const { said } = partsOfReason(hole.reason);
  const named = said === "" ? "" : `: ${i18n.t("“{text}”", { text: said })}`;
  switch (hole.kind) {
    case "paused":
      return i18n.t("paused {span}", { span }) + named;
    case "recorder_lost":
      return describeLoss(hole, span, i18n) ?? i18n.t("recorder lost for {span}", { span }) + named;
    case "interrupted":
      return i18n.t("node stopped for {span}", { span }) + named;
    case "silent":
      return i18n.t("no picture for {span}, no reason given", { span });
  }
}

/** What the recorder says with a code, in the reader's language; undefined where it says something else. */
function describeLoss(hole: Hole, span: string, i18n: I18n): string | undefined {
  switch (gapCodeOf(hole)) {
    case "encoder-stalled":
      return i18n.t("the encoder stood still for {span}", { span });
    case "display-silent":
      return i18n.t("no picture from the display for {span}", { span });
    case "recorder-stopped":
      return i18n.t("the recorder did not run for {span}", { span });
    case "recorder-stuck":
      return i18n.t("the recorder was stuck for {span}", { span });
    case "overload":
      return i18n.t("the machine was too slow for {span}", { span });
    case "clock-set":
      return i18n.t("the node's clock was set: {span}", { span });
    case "machine-slept":
      return i18n.t("the machine slept for {span}", { span });
    case "storage-blocked":
      return i18n.t("the node's storage took nothing for {span}", { span });
    case "recorder-ended":
      return i18n.t("recorder lost for {span}", { span });
    case undefined:
      return undefined;
  }
}

/** Why a hole is there, in a sentence. */
export function explainHole(hole: Pick<Hole, "kind" | "reason">, i18n: I18n): string {
  switch (gapCodeOf(hole)) {
    case "clock-set":
      return i18n.t("The clock of the node was set, or the machine slept: the times of the record jump here.");
    case "machine-slept":
      return i18n.t("The machine slept: nothing ran on it, and nothing was recorded.");
    case "storage-blocked":
      return i18n.t("The node could not store what was recorded, so it stopped recording and froze the input.");
    case "encoder-stalled":
    case "display-silent":
    case "recorder-stopped":
      return i18n.t("No picture was taken. The recording went on with the next one; the node says so itself.");
    case "overload":
      return i18n.t("The machine was too slow, so the recording was started again with lighter settings.");
    case "recorder-ended":
    case "recorder-stuck":
    case undefined:
      break;
  }
  switch (hole.kind) {
    case "paused":
      return i18n.t("The owner paused the recording. Its length and the reason are part of the proof.");
    case "recorder_lost":
      return i18n.t("The recorder failed and was started again. The node says so itself, and cannot take it back.");
    case "interrupted":
      return i18n.t("The node stopped in the middle, for example without power. What was stored before is complete.");
    case "silent":
      return i18n.t("The list of chunks has a hole here and gives no reason.");
  }
}

/** What is wrong with a chunk that does not play. */
export function explainTrouble(trouble: ChunkTrouble, i18n: I18n): string {
  switch (trouble) {
    case "chunk-missing":
      return i18n.t("The node does not have this chunk any more.");
    case "chunk-altered":
      return i18n.t("Its bytes are not the ones that were recorded: the hash is another.");
    case "chunk-format":
      return i18n.t("It is not a chunk of a Lucid recording, or its beginning was changed.");
    case "chunk-sealed":
      return i18n.t("It does not open with the session's key.");
    case "no-video":
      return i18n.t("It opens, but holds no picture this browser can read.");
    case "not-playable":
      return i18n.t("This browser does not play its video format. Chromium, Firefox and Safari with H.264 do.");
    default:
      return i18n.t("Its content is not what its header says.");
  }
}
