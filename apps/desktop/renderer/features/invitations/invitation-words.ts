import type { I18n } from "@lingui/core";
import type { Invitation } from "@lucid/contract";

export const stateNames = (i18n: I18n): Readonly<Record<Invitation["state"], string>> => ({
  open: i18n.t("open"),
  used: i18n.t("used up"),
  expired: i18n.t("expired"),
  revoked: i18n.t("taken back"),
});
