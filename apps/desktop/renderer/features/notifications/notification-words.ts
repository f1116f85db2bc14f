import type { I18n } from "@lingui/core";
import { ALERTS, EmergencyAction, type Notification, type NotificationKind } from "@lucid/contract";
import { formatAmount, formatDay, formatMoment, shorten } from "../../shared/format/index.ts";
import { alertWords } from "../dashboard/index.ts";
import { noticeWords } from "../emergency/index.ts";

/** What each kind is called where somebody chooses among them. */
export const kindNames = (i18n: I18n): Readonly<Record<NotificationKind, string>> => ({
  "session.failed": i18n.t("A session of mine failed"),
  "session.interrupted": i18n.t("A session of mine was interrupted"),
  "session.unstarted": i18n.t("A session that I have paid has not started"),
  "recording.provable": i18n.t("A recording of mine can be proven"),
  "recording.expires_soon": i18n.t("A recording of mine is deleted within 7 days"),
  "access.requested": i18n.t("Somebody asks for access, and I may decide"),
  "access.decided": i18n.t("My request for access is decided"),
  "login.new_place": i18n.t("A login to my account from a new network"),
  "api_key.expires_soon": i18n.t("An API key of mine ends within 7 days"),
  "invitation.used": i18n.t("Somebody came by my invitation"),
  "emergency.asked": i18n.t("An emergency action waits for a second super admin"),
  "emergency.started": i18n.t("An emergency action began"),
  "emergency.ended": i18n.t("An emergency action is over"),
  "alert.began": i18n.t("An alert about the node"),
  "alert.ended": i18n.t("An alert about the node is over"),
  "payment.completed": i18n.t("An invoice is paid"),
  "payment.failed": i18n.t("An invoice is not paid in time, or not in full"),
  "payment.unused": i18n.t("A session that was paid has not started, or the money for it is asked for"),
  "payment.refunded": i18n.t("What came in wrongly is sent back"),
  "payment.refund_failed": i18n.t("What came in could not be sent back"),
  "webhook.disabled": i18n.t("The node turned a webhook off"),
  "backup.missed": i18n.t("A scheduled backup was missed while the node was off"),
  "network.asked": i18n.t("A change of the network’s members waits for approval"),
});

export interface NotificationWords {
  readonly what: string;
  /** What to do; empty where nothing is to be done. */
  readonly next: string;
}

/** What somebody is told, in one or two sentences. */
export function notificationWords({ kind, data, session, who }: Notification, i18n: I18n): NotificationWords {
  const name = session?.name ?? i18n.t("a deleted session");
  const person =
    who === null ? "" : (who.name ?? (who.tron_address === "" ? i18n.t("a deleted account") : shorten(who.tron_address, 6)));
  const told = (what: string, next = ""): NotificationWords => ({ what, next });
  switch (kind) {
    case "session.failed":
      return told(i18n.t("“{name}” failed.", { name }), i18n.t("Its page says why."));
    case "session.interrupted":
      return told(i18n.t("“{name}” was interrupted.", { name }), i18n.t("What was recorded is sealed."));
    case "session.unstarted":
      return told(
        i18n.t("“{name}” is paid ({amount} USDT on {network}), and has not started.", {
          ...{ name, amount: formatAmount(String(data["price"]), i18n.locale), network: String(data["network"]) },
        }),
        i18n.t("Start it on its page, leave the payment to your next session, or ask for the money."),
      );
    case "recording.provable":
      return told(i18n.t("“{name}” can be proven.", { name }));
    case "recording.expires_soon": {
      const day = formatDay(String(data["at"]), i18n.locale);
      return session === null
        ? told(
            i18n.t("{count} recordings are deleted on {day}.", { count: Number(data["recordings"]), day }),
            i18n.t("Export what you need, or have it held."),
          )
        : told(i18n.t("“{name}” is deleted on {day}.", { name, day }), i18n.t("If you need it, export it or have it held."));
    }
    case "access.requested":
      return told(i18n.t("{person} asks for access.", { person }), i18n.t("Please decide."));
    case "access.decided":
      return data["status"] === "approved"
        ? told(i18n.t("Your request for access is allowed."))
        : told(i18n.t("Your request for access is refused."));
    case "login.new_place":
      return told(
        i18n.t("Somebody logged in to your account from a network that it never came from."),
        i18n.t("If it was not you, end that login."),
      );
    case "api_key.expires_soon":
      return told(
        i18n.t("An API key of yours ends on {day}.", { day: formatDay(String(data["at"]), i18n.locale) }),
        i18n.t("Make a new one for the program that uses it."),
      );
    case "invitation.used":
      return told(i18n.t("{person} came by your invitation.", { person }));
    case "emergency.asked":
      return told(
        i18n.t("{person} asks for an emergency action.", { person }),
        i18n.t("Approve it or decline it: it lapses after 15 minutes."),
      );
    case "emergency.started":
      return told(emergencyWords(data["action"], i18n));
    case "emergency.ended":
      if (data["outcome"] === "declined") return told(i18n.t("The emergency action that you asked for was declined."));
      if (data["outcome"] === "lapsed")
        return told(i18n.t("The emergency action that you asked for lapsed: nobody approved it."));
      return told(i18n.t("Over: {what}", { what: emergencyWords(data["action"], i18n) }));
    case "alert.began": {
      const { what, next } = wordsOfAlert(data, i18n);
      return told(what, next);
    }
    case "alert.ended":
      return told(i18n.t("Over: {what}", { what: wordsOfAlert(data, i18n).what }));
    case "payment.completed":
      return told(i18n.t("An invoice of {amount} USDT is paid.", { amount: formatAmount(String(data["price"]), i18n.locale) }));
    case "payment.failed":
      return told(
        i18n.t("An invoice of {amount} USDT was not paid in time, or not in full.", {
          amount: formatAmount(String(data["price"]), i18n.locale),
        }),
        i18n.t("What came in for it stands on its page."),
      );
    case "payment.unused": {
      const paid = { person, amount: formatAmount(String(data["price"]), i18n.locale), network: String(data["network"]) };
      return data["state"] === "asked"
        ? told(i18n.t("{person} asks for {amount} USDT on {network}: a session did not start.", paid), i18n.t("Please decide."))
        : told(
            i18n.t("{person} has paid {amount} USDT on {network} for a session that has not started.", paid),
            i18n.t("It is kept for their next one, unless it is sent back."),
          );
    }
    case "payment.refunded":
      return told(i18n.t("{amount} USDT are sent back.", { amount: formatAmount(String(data["amount"]), i18n.locale) }));
    case "payment.refund_failed":
      return told(
        i18n.t("{amount} USDT could not be sent back.", { amount: formatAmount(String(data["amount"]), i18n.locale) }),
        i18n.t("See why, and order it again."),
      );
    case "webhook.disabled":
      return told(
        i18n.t("The node turned the webhook “{name}” off: its receiver took nothing any more.", { name: String(data["name"]) }),
        i18n.t("See its deliveries, and turn it on again."),
      );
    case "backup.missed":
      return told(
        i18n.t(
          "{missed, plural, one {The backup of {when} was missed, while the node was off or slept.} other {# backups were missed, the last of {when}, while the node was off or slept.}}",
          { missed: Number(data["missed"]), when: formatMoment(String(data["at"]), i18n.locale) },
        ),
        i18n.t("It is made up for since the time of this message."),
      );
    case "network.asked": {
      const [network, key] = [String(data["network_name"]), shorten(String(data["public_key"]), 6)];
      return told(
        data["change"] === "admit"
          ? i18n.t("A member of the network “{network}” asks that the node {key} is admitted.", { network, key })
          : i18n.t("A member of the network “{network}” asks that the node {key} is taken out.", { network, key }),
        i18n.t("Please decide."),
      );
    }
  }
}

function emergencyWords(text: string | number | undefined, i18n: I18n): string {
  const action = EmergencyAction.safeParse(text);
  return action.success ? noticeWords(action.data, i18n) : i18n.t("An emergency action is in force.");
}

function wordsOfAlert(data: Notification["data"], i18n: I18n): NotificationWords {
  const code = ALERTS.find((one) => one === data["code"]);
  return code ? alertWords({ code, data }, i18n) : { what: i18n.t("Something about the node asks for somebody."), next: "" };
}
