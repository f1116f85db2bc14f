import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Desktops and the way of what is recorded. */
export function recordingWords(
  i18n: I18n,
): Record<Extract<ErrorCode, `LUCID_RDP_ERR_${string}` | `LUCID_PIPELINE_ERR_${string}`>, ErrorWords> {
  const { again, operator, room, setup, report } = nextSteps(i18n);
  return {
    LUCID_RDP_ERR_4401: { what: i18n.t("A program that desktops need is missing on the node."), next: setup },
    LUCID_RDP_ERR_4402: {
      what: i18n.t("The node has no port free for another desktop."),
      next: i18n.t("End a session, or let whoever runs the node allow more ports."),
    },
    LUCID_RDP_ERR_4403: {
      what: i18n.t("The desktop did not start."),
      next: i18n.t("Try again. If it fails again, whoever runs the node finds the cause in its log."),
    },
    LUCID_RDP_ERR_4404: {
      what: i18n.t("The one-time ticket of this view was used or is too old."),
      next: i18n.t("Open the live view anew."),
    },
    LUCID_PIPELINE_ERR_4501: { what: i18n.t("No room is left where recordings are kept."), next: room },
    LUCID_PIPELINE_ERR_4502: {
      what: i18n.t("The node may not write to the folder where recordings are kept."),
      next: i18n.t("Whoever runs the node gives it the right to write there."),
    },
    LUCID_PIPELINE_ERR_4503: { what: i18n.t("The node's storage of recordings failed."), next: operator },
    LUCID_PIPELINE_ERR_4504: { what: i18n.t("The node has stored another chunk at this place."), next: report },
    LUCID_PIPELINE_ERR_4505: {
      what: i18n.t("The node's disk is slower than what is recorded."),
      next: i18n.t("It goes on by itself when the disk has caught up."),
    },
    LUCID_PIPELINE_ERR_4511: { what: i18n.t("The part of the node that seals chunks does not run."), next: again },
    LUCID_PIPELINE_ERR_4512: { what: i18n.t("A chunk could not be sealed."), next: operator },
    LUCID_PIPELINE_ERR_4521: { what: i18n.t("ffmpeg with a working H.264 encoder is missing on the node."), next: setup },
    LUCID_PIPELINE_ERR_4522: {
      what: i18n.t("The recorder did not start."),
      next: i18n.t("Try again. If it fails again, whoever runs the node finds the cause in its log."),
    },
    LUCID_PIPELINE_ERR_4523: { what: i18n.t("The video of this recording is not in the form it should have."), next: report },
    LUCID_PIPELINE_ERR_4531: {
      what: i18n.t("The parts of the recording could not be joined into one video."),
      next: i18n.t("Export it as a proof bundle: that holds everything."),
    },
  };
}
