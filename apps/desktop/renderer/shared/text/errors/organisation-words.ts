import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Refusals of what is done to the whole node. */
export function organisationWords(
  i18n: I18n,
): Record<
  Extract<
    ErrorCode,
    | `LUCID_EMERGENCY_ERR_${string}`
    | `LUCID_BACKUP_ERR_${string}`
    | `LUCID_DATABASE_ERR_${string}`
    | `LUCID_KEY_ERR_${string}`
    | `LUCID_CONFIGURATION_ERR_${string}`
    | `LUCID_WEBHOOK_ERR_${string}`
  >,
  ErrorWords
> {
  const { ask, look } = nextSteps(i18n);
  return {
    LUCID_EMERGENCY_ERR_1801: {
      what: i18n.t("The node is locked down: for now only its super admins may act. What is recorded is safe."),
      next: i18n.t("Wait until it is over, or ask whoever runs the node."),
    },
    LUCID_EMERGENCY_ERR_1802: {
      what: i18n.t("This node starts no new sessions for now."),
      next: i18n.t("Wait until it is over, or ask whoever runs the node."),
    },
    LUCID_EMERGENCY_ERR_1803: { what: i18n.t("The node knows no such emergency action."), next: look },
    LUCID_EMERGENCY_ERR_1804: {
      what: i18n.t("Somebody was quicker, or its time was over: the action has gone on since."),
      next: i18n.t("Load the page anew."),
    },
    LUCID_EMERGENCY_ERR_1805: {
      what: i18n.t("This is in force already, or waits for another super admin."),
      next: i18n.t("End it first, or take the request back."),
    },
    LUCID_EMERGENCY_ERR_1806: {
      what: i18n.t("Nobody approves what they asked for themselves."),
      next: i18n.t("Another super admin has to approve it."),
    },
    LUCID_CONFIGURATION_ERR_1901: {
      what: i18n.t("This setting cannot be changed while the node runs."),
      next: i18n.t("The room Configuration says what fixes it."),
    },
    LUCID_CONFIGURATION_ERR_1902: {
      what: i18n.t("The node knows no such change of a setting."),
      next: i18n.t("Load the page anew."),
    },
    LUCID_WEBHOOK_ERR_2501: {
      what: i18n.t("The node knows no such webhook, or no such delivery of it."),
      next: i18n.t("Load the page anew."),
    },
    LUCID_WEBHOOK_ERR_2502: {
      what: i18n.t("The node has as many webhooks as it may have."),
      next: i18n.t("Remove one first."),
    },
    LUCID_WEBHOOK_ERR_2503: {
      what: i18n.t("The node does not send to this address."),
      next: i18n.t(
        "It takes https addresses in the Internet, without a name and a password in them. Networks of your own are named by the setting webhook_networks.",
      ),
    },
    LUCID_WEBHOOK_ERR_2504: { what: i18n.t("This webhook is off."), next: i18n.t("Turn it on first.") },
    LUCID_BACKUP_ERR_2401: {
      what: i18n.t("The node does not know where backups go, or whom to encrypt them to, or has no identity to rehearse with."),
      next: i18n.t("Set it up in the room Backup."),
    },
    LUCID_BACKUP_ERR_2402: {
      what: i18n.t("This is being done with the backup, or waits for its turn, already."),
      next: i18n.t("Wait until it is done, or stop it in the room Backup."),
    },
    LUCID_BACKUP_ERR_2403: {
      what: i18n.t("Nothing is being done with a backup, or what you took back waits no longer."),
      next: i18n.t("Load the page anew."),
    },
    LUCID_BACKUP_ERR_2404: {
      what: i18n.t("The node knows no such backup, or has removed it."),
      next: i18n.t("Load the page anew."),
    },
    LUCID_KEY_ERR_2601: {
      what: i18n.t("This key follows from the owner key that several nodes share."),
      next: i18n.t("Exchange the owner key on all of them, and start them again."),
    },
    LUCID_KEY_ERR_2602: { what: i18n.t("This node does not use such a key."), next: i18n.t("Load the page anew.") },
    LUCID_DATABASE_ERR_2501: { what: i18n.t("The node has no database of this name."), next: i18n.t("Load the page anew.") },
    LUCID_DATABASE_ERR_2502: {
      what: i18n.t("The database could not be read or written just now."),
      next: i18n.t("Try it again; if that fails too, look at the node's disk and log."),
    },
    LUCID_EMERGENCY_ERR_1807: { what: i18n.t("New sessions are not disabled."), next: ask },
  };
}
