import type { I18n } from "@lingui/core";
import { type Session, SessionReason } from "@lucid/contract";
import { explainError } from "./errors/error-words.ts";

/**
 * Why a session ended by itself, failed, stands still or is not proven, in the reader's language; undefined where there
 * is no reason. What a newer node has a code for that this page does not know is shown in the node's own words.
 */
export function explainReason(
  { reason, error_message: ofNode }: Pick<Session, "reason" | "error_message">,
  i18n: I18n,
): string | undefined {
  const known = SessionReason.safeParse(reason);
  return known.success ? worded(known.data, i18n) : (ofNode ?? undefined);
}

function worded({ code, data }: SessionReason, i18n: I18n): string {
  switch (code) {
    case "limit-duration":
      return i18n.t("It ended by itself: it lasted as long as its policy allows.");
    case "limit-idle":
      return i18n.t("It ended by itself: nobody was connected for as long as its policy allows.");
    case "limit-grant":
      return i18n.t("It ended by itself: the signature under it allowed recording up to this time only.");
    case "limit-size":
      return i18n.t("It ended by itself: its record reached its largest size.");
    case "limit-memory":
      return i18n.t("It ended by itself: its programs used all the memory that they may use.");
    case "policy-closed":
      return i18n.t("It ended by itself: its policy does not allow it any more.");
    case "desktop-ended":
      return i18n.t("The desktop went away: {part} ended. What was recorded before is sealed.", {
        part: partName(data.part, i18n),
      });
    case "recorder-lost":
      return i18n.t("The recorder gets no picture of the desktop. Nothing is recorded and nothing can be typed meanwhile.");
    case "recorder-failed":
      return i18n.t("The recorder gave up. What was recorded before is sealed. {why}", { why: explainError(data.error, i18n) });
    case "storage-blocked":
      return i18n.t("The node cannot store the record, so it has frozen the input. {why}", {
        why: explainError(data.error, i18n),
      });
    case "database-blocked":
      return i18n.t(
        "The node's database takes nothing, so it has frozen the input. Its disk may be full: whoever runs the node makes room.",
      );
    case "chunks-lost":
      return i18n.t(
        "{count, plural, one {The last chunk could not be stored and is lost. Everything before it is complete.} other {The last # chunks could not be stored and are lost. Everything before them is complete.}}",
        { count: data.chunks },
      );
    case "chunks-missing":
      return i18n.t(
        "{count, plural, one {A chunk is missing on the node's disk. The rest is still proven.} other {# chunks are missing on the node's disk. The rest is still proven.}}",
        { count: data.chunks },
      );
    case "no-chunk":
      return i18n.t("It ended before the first chunk was stored: there is no record.");
    case "start-failed":
      return i18n.t("It did not start, and nothing was recorded. {why}", { why: explainError(data.error, i18n) });
    case "ended-by-admin":
      return i18n.t("An admin ended it: “{reason}”. What was recorded before is sealed.", { reason: data.text });
    case "owner-suspended":
      return i18n.t("The account of its owner was suspended: “{reason}”. What was recorded before is sealed.", {
        reason: data.text,
      });
    case "input-locked":
      return i18n.t("An admin locked keyboard and mouse: “{reason}”. It is recorded on.", { reason: data.text });
    case "start-stopped":
      return i18n.t("The node was stopped while the session was starting: nothing was recorded. Make a new one.");
    case "start-interrupted":
      return i18n.t("The node ended while the session was starting: nothing was recorded. Make a new one.");
    case "anchor-refused":
      return i18n.t("The chain refused the anchor ({refusal}): the record is there, and the chain does not prove it.", data);
    case "chain-ended":
      return i18n.t("The chain that it was recorded for has ended: its anchor cannot be taken any more.");
    case "noted":
      return data.text;
  }
}

function partName(part: Extract<SessionReason, { code: "desktop-ended" }>["data"]["part"], i18n: I18n): string {
  switch (part) {
    case "display":
      return i18n.t("its display");
    case "rdp":
      return i18n.t("its door for RDP clients");
    case "clipboard":
      return i18n.t("its clipboard");
    case "applications":
      return i18n.t("its window manager");
    case "network":
      return i18n.t("its network");
  }
}
