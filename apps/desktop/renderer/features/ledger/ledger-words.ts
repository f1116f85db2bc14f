import type { I18n } from "@lingui/core";
import type { LedgerFaultKind } from "./ledger-fault.ts";

/** What is in the way, and what to do about it. Nothing is signed by any of them. */
export const ledgerFaultWords = (i18n: I18n): Record<LedgerFaultKind, string> => ({
  unsupported: i18n.t("This browser reaches no devices (WebHID). Chrome, Edge and the application do."),
  "no-device": i18n.t("No device was chosen. Plug the Ledger in, unlock it, and choose it in the list."),
  busy: i18n.t("The device is in use. Close other programs that use it, refuse what it still shows, and try again."),
  locked: i18n.t("The device is locked. Enter its PIN and try again."),
  "wrong-app": i18n.t("Open the Tron app on the device and try again."),
  "old-app": i18n.t("The Tron app on the device is too old. Update it with the maker’s program."),
  "other-account": i18n.t("This device has another account there. Connect the one that the wallet was added from."),
  rejected: i18n.t("It was refused on the device."),
  settings: i18n.t("The Tron app asks for a setting: allow “Custom contracts” in its settings, and try again."),
  "not-known": i18n.t("The Tron app on the device does not know what it is to sign. Update it with the maker’s program."),
  "too-late": i18n.t("The device did not answer in time. Refuse what it still shows, and try again."),
  unplugged: i18n.t("The device was unplugged. Plug it in and try again."),
  cancelled: i18n.t("It was stopped here. Refuse what the device still shows."),
  failed: i18n.t("The device answered with a fault. Unplug it, plug it in again, and try again."),
});
