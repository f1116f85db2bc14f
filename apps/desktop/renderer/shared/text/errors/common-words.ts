import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

export function commonWords(
  i18n: I18n,
): Record<Extract<ErrorCode, `LUCID_ERR_${1 | 3 | 4 | 5}${string}` | `LUCID_NOTES_ERR_${string}`>, ErrorWords> {
  const { again, operator, look, ask } = nextSteps(i18n);
  return {
    LUCID_ERR_1001: {
      what: i18n.t("The node does not take this as it was filled in."),
      next: i18n.t("Change what is named and try again."),
    },
    LUCID_ERR_1010: { what: i18n.t("That is more than the node takes at once."), next: i18n.t("Make the text shorter.") },
    LUCID_ERR_3001: { what: i18n.t("Too many requests came from here in a short time."), next: again },
    LUCID_ERR_3002: {
      what: i18n.t("This login has as many open pages as the node follows."),
      next: i18n.t("Close one of the other windows or tabs."),
    },
    LUCID_ERR_4001: { what: i18n.t("The node has nothing under this address."), next: look },
    LUCID_ERR_4002: { what: i18n.t("The node has one of these already."), next: i18n.t("Choose another name.") },
    LUCID_ERR_4003: { what: i18n.t("The node does not allow this, whoever asks."), next: ask },
    LUCID_ERR_5001: { what: i18n.t("The node failed at this. Nothing recorded is affected."), next: operator },
    LUCID_ERR_5008: {
      what: i18n.t("This part of the node does not work now. It may be starting or ending, or its disk is full."),
      next: again,
    },
    LUCID_ERR_5009: {
      what: i18n.t(
        "This node cannot reach what it shares with its owner's other nodes. Until it can, nobody logs in and no session starts.",
      ),
      next: again,
    },
    LUCID_NOTES_ERR_4601: {
      what: i18n.t("This note is gone: somebody has removed it."),
      next: i18n.t("Load the page anew to see the notes that are there."),
    },
    LUCID_NOTES_ERR_4602: { what: i18n.t("This session has as many notes as it may have."), next: i18n.t("Remove one first.") },
    LUCID_NOTES_ERR_4603: { what: i18n.t("Only who wrote a note can change it."), next: i18n.t("Write a note of your own.") },
  };
}
