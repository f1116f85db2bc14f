import type { I18n } from "@lingui/core";
import { partsOfReason } from "@lucid/proof";
import { formatSpan } from "../format/index.ts";

/** What a gap holds beside its first reason, one by one; the numbers behind a reason say it. */
export function furtherReasons(reason: string, i18n: I18n): string[] {
  return [...partsOfReason(reason).numbers].map(([name, value]) => inWords(name, value, i18n));
}

function inWords(name: string, value: number, i18n: I18n): string {
  const span = formatSpan(Math.abs(value) / 1_000);
  if (name === "slept_ms") return i18n.t("the machine slept for {span}", { span });
  if (name === "step_ms")
    return value < 0
      ? i18n.t("the node's clock was set back by {span}", { span })
      : i18n.t("the node's clock was set ahead by {span}", { span });
  const what = happened(name, i18n);
  if (what === undefined) return `${name}: ${value}`;
  return value > 1 ? i18n.t("{what} ({count} times)", { what, count: value }) : what;
}

/** By the code of the further reason; undefined for another recorder's. */
function happened(name: string, i18n: I18n): string | undefined {
  switch (name) {
    case "encoder_stalled":
      return i18n.t("the encoder stood still");
    case "display_silent":
      return i18n.t("no picture from the display");
    case "recorder_stopped":
      return i18n.t("the recorder did not run");
    case "recorder_ended":
      return i18n.t("the recorder ended");
    case "recorder_stuck":
      return i18n.t("the recorder was stuck");
    case "overload":
      return i18n.t("the machine was too slow");
    case "storage_blocked":
      return i18n.t("the node's storage took nothing");
    case "paused":
      return i18n.t("paused");
  }
  return undefined;
}
