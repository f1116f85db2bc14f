import type { I18n } from "@lingui/core";
import type { Emergency, EmergencyAction, EmergencyReach } from "@lucid/contract";
import { shorten } from "../../shared/format/index.ts";

export const actionName = (action: EmergencyAction, i18n: I18n): string =>
  ({
    lockdown_system: i18n.t("Lock the node down"),
    stop_all_sessions: i18n.t("End all sessions"),
    disable_new_sessions: i18n.t("Disable new sessions"),
    enable_new_sessions: i18n.t("Enable new sessions"),
    system_shutdown: i18n.t("Stop the node"),
    data_backup: i18n.t("Back up everything now"),
  })[action];

/** What an action will do, and to whom, by what was counted now. */
export function effectWords(action: EmergencyAction, reach: EmergencyReach, i18n: I18n): string {
  const here = effectHere(action, reach, i18n);
  const isEverywhere = action === "lockdown_system" || action === "disable_new_sessions" || action === "enable_new_sessions";
  return isEverywhere && reach.other_nodes
    ? i18n.t("{effect} The same holds on your other nodes that share this one's Redis.", { effect: here })
    : here;
}

function effectHere(
  action: EmergencyAction,
  { open_sessions, people_logged_in, can_back_up }: EmergencyReach,
  i18n: I18n,
): string {
  const sessions = i18n.t(
    "{count, plural, =0 {No session is open.} one {# open session is ended; its record is sealed and proven.} other {# open sessions are ended; their records are sealed and proven.}}",
    { count: open_sessions },
  );
  switch (action) {
    case "lockdown_system":
      return i18n.t(
        "Only super admins may do anything. {people, plural, =0 {Nobody else is logged in.} one {# person who is logged in can do nothing meanwhile.} other {# people who are logged in can do nothing meanwhile.}} Nobody else can log in. {sessions} Super admins can always log in and lift it.",
        { people: people_logged_in, sessions },
      );
    case "stop_all_sessions":
      return i18n.t("{sessions} New ones can be started at once.", { sessions });
    case "disable_new_sessions":
      return i18n.t(
        "Nobody can prepare or start a session. {count, plural, =0 {None is open.} one {The open one goes on.} other {The # open ones go on.}}",
        { count: open_sessions },
      );
    case "data_backup":
      return can_back_up
        ? i18n.t(
            "A full backup is made at once and read back. Nobody notices; what is recorded goes on, and what is sealed until then is in it.",
          )
        : i18n.t("No folder or no recipients for backups are set: they have to be set up first.");
    case "enable_new_sessions":
      return i18n.t("Sessions can be prepared and started again.");
    case "system_shutdown":
      return i18n.t(
        "{sessions} Then the node ends, and nobody reaches it until somebody starts it on its machine. {people, plural, =0 {Nobody else is logged in.} one {# other person is logged in.} other {# other people are logged in.}}",
        { people: people_logged_in, sessions },
      );
  }
}

/** What everybody is told while it is in force. */
export const noticeWords = (action: EmergencyAction, i18n: I18n): string =>
  ({
    lockdown_system: i18n.t("The node is locked down: only super admins may act."),
    stop_all_sessions: i18n.t("All sessions are being ended."),
    disable_new_sessions: i18n.t("New sessions are disabled."),
    enable_new_sessions: i18n.t("New sessions are enabled."),
    system_shutdown: i18n.t("The node is about to stop."),
    data_backup: i18n.t("A backup is being made."),
  })[action];

export function stateWords({ status, outcome, approval, lifted_at_node }: Emergency, i18n: I18n): string {
  switch (outcome) {
    case "done":
      return i18n.t("done");
    case "lifted":
      return lifted_at_node === null ? i18n.t("lifted") : i18n.t("lifted at another node");
    case "expired":
      return i18n.t("ended by itself");
    case "declined":
      return i18n.t("declined");
    case "lapsed":
      return approval === null ? i18n.t("nobody approved it in time") : i18n.t("the node was away when it was due");
    case "failed":
      return i18n.t("not all sessions could be ended");
    case null:
      return status === "initiated" ? i18n.t("waits for a second super admin") : i18n.t("in force");
  }
}

/** Accounts of another node are unknown here. */
export function personWords(
  { name, tron_address: address }: Emergency["asked_by"],
  { node }: Pick<Emergency, "node">,
  i18n: I18n,
): string {
  if (name !== null || address !== "") return name ?? shorten(address);
  return node === null ? i18n.t("an account that is gone") : i18n.t("a super admin of another node");
}
