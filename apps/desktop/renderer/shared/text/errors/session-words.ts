import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

export function sessionWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_SESSION_ERR_${string}`>, ErrorWords> {
  const { operator, room, look, ask, reload } = nextSteps(i18n);
  return {
    LUCID_SESSION_ERR_4301: { what: i18n.t("There is no such session."), next: look },
    LUCID_SESSION_ERR_4304: {
      what: i18n.t("The session is in another state by now, in which this cannot be done."),
      next: i18n.t("Load the page anew to see its state."),
    },
    LUCID_SESSION_ERR_4305: { what: i18n.t("The recording has no such chunk."), next: reload },
    LUCID_SESSION_ERR_4306: { what: i18n.t("The recording failed."), next: operator },
    LUCID_SESSION_ERR_4307: { what: i18n.t("The node's disk is full: nothing more can be recorded."), next: room },
    LUCID_SESSION_ERR_4311: {
      what: i18n.t("As many sessions are open as the node takes, of all people or of you."),
      next: i18n.t("End one that is not needed, or wait until one ends."),
    },
    LUCID_SESSION_ERR_4312: {
      what: i18n.t("Nothing is recorded before the consent text was agreed to."),
      next: i18n.t("Read the text and tick the box below it."),
    },
    LUCID_SESSION_ERR_4313: {
      what: i18n.t("The signature under the recording is not of the wallet that the session belongs to."),
      next: i18n.t("Choose the account you are logged in with in your wallet and sign again."),
    },
    LUCID_SESSION_ERR_4314: {
      what: i18n.t("Somebody who is to open the recording is not named by a key that recordings can be encrypted to."),
      next: i18n.t("Such a key begins with age1 and has 62 characters: check whether it was copied whole."),
    },
    LUCID_SESSION_ERR_4315: {
      what: i18n.t("The session is not sealed yet."),
      next: i18n.t("Wait until it is: it takes a few seconds after the end."),
    },
    LUCID_SESSION_ERR_4316: {
      what: i18n.t("Its anchor is not in a final block yet."),
      next: i18n.t("Wait until it is: within a minute after the end, as a rule."),
    },
    LUCID_SESSION_ERR_4317: {
      what: i18n.t("The session is under legal hold: it may not be deleted."),
      next: i18n.t("Lift the hold first, if you may."),
    },
    LUCID_SESSION_ERR_4318: { what: i18n.t("The node does not offer this policy."), next: i18n.t("Choose another policy.") },
    LUCID_SESSION_ERR_4319: { what: i18n.t("The node does not offer this desktop."), next: i18n.t("Choose another desktop.") },
    LUCID_SESSION_ERR_4320: {
      what: i18n.t("Chunks come from the recorder only: an uploaded one could not be proven."),
      next: ask,
    },
    LUCID_SESSION_ERR_4321: {
      what: i18n.t("What the chain holds under this session's id is not this recording's anchor: nothing there proves it."),
      next: i18n.t("The recording itself plays as before. Ask whoever runs the node how that came about."),
    },
    LUCID_SESSION_ERR_4325: {
      what: i18n.t("This recording has no picture."),
      next: i18n.t("One is made when somebody with its key opens the recording here."),
    },
    LUCID_SESSION_ERR_4326: {
      what: i18n.t("The picture of a recording is only for who can open the recording."),
      next: i18n.t("Ask somebody who can open it to add you."),
    },
  };
}
