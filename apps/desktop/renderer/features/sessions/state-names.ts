import type { I18n } from "@lingui/core";
import type { SessionState } from "@lucid/contract";

/** Every state in words, for the filter. */
export const stateNames = (i18n: I18n): Record<SessionState, string> => ({
  created: i18n.t("not started"),
  recording: i18n.t("recording"),
  paused: i18n.t("paused"),
  processing: i18n.t("sealing"),
  stored: i18n.t("sealed"),
  anchored: i18n.t("anchored"),
  completed: i18n.t("completed"),
  failed: i18n.t("failed"),
  cancelled: i18n.t("cancelled"),
  interrupted: i18n.t("interrupted"),
  deleted: i18n.t("deleted"),
});
