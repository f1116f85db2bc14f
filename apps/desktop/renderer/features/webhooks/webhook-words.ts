import type { I18n } from "@lingui/core";
import type { Delivery, DeliveryAttempt, DeliveryError, NotificationKind, Webhook } from "@lucid/contract";
import type { Tone } from "../../shared/ui/index.ts";

interface Shown {
  readonly label: string;
  readonly tone: Tone;
}

export const webhookStates = (i18n: I18n): Readonly<Record<Webhook["state"], Shown>> => ({
  on: { label: i18n.t("on"), tone: "quiet" },
  off: { label: i18n.t("off"), tone: "quiet" },
  failing: { label: i18n.t("off: nothing was taken for days"), tone: "bad" },
  gone: { label: i18n.t("off: the receiver is gone"), tone: "bad" },
});

export const deliveryStates = (i18n: I18n): Readonly<Record<Delivery["state"], Shown>> => ({
  waiting: { label: i18n.t("waits"), tone: "waiting" },
  delivered: { label: i18n.t("taken"), tone: "quiet" },
  failed: { label: i18n.t("given up"), tone: "bad" },
});

/** The kinds as a program is told them, with what they mean. */
export const sentKinds = (i18n: I18n): Readonly<Record<NotificationKind, string>> => ({
  "session.failed": i18n.t("a session failed"),
  "session.interrupted": i18n.t("a session was interrupted"),
  "session.unstarted": i18n.t("a session that was paid has not started: to who paid"),
  "recording.provable": i18n.t("a recording can be proven"),
  "recording.expires_soon": i18n.t("a recording is deleted within 7 days"),
  "access.requested": i18n.t("somebody asks for access"),
  "access.decided": i18n.t("a request for access is decided"),
  "login.new_place": i18n.t("a login from a new network"),
  "api_key.expires_soon": i18n.t("an API key ends within 7 days"),
  "invitation.used": i18n.t("somebody came by an invitation"),
  "emergency.asked": i18n.t("an emergency action is asked for"),
  "emergency.started": i18n.t("an emergency action began"),
  "emergency.ended": i18n.t("an emergency action is over"),
  "alert.began": i18n.t("an alert began"),
  "alert.ended": i18n.t("an alert is over"),
  "payment.completed": i18n.t("an invoice is paid"),
  "payment.failed": i18n.t("an invoice is not paid in time, or not in full"),
  "payment.unused": i18n.t("a session that was paid has not started, or the money for it is asked for"),
  "payment.refunded": i18n.t("what came in wrongly is sent back"),
  "payment.refund_failed": i18n.t("what came in could not be sent back"),
  "webhook.disabled": i18n.t("the node turned a webhook off"),
  "backup.missed": i18n.t("a scheduled backup was missed"),
  "network.asked": i18n.t("a change of the network’s members waits for approval"),
});

const errorWords = (i18n: I18n): Readonly<Record<DeliveryError, string>> => ({
  address: i18n.t("leads into a network that this node does not send to"),
  name: i18n.t("the name leads nowhere"),
  connection: i18n.t("no connection"),
  tls: i18n.t("the certificate is not trusted"),
  timeout: i18n.t("no answer in time"),
  redirect: i18n.t("leads elsewhere, which is not followed"),
  status: i18n.t("refused"),
  queue: i18n.t("too many waited: it was not sent"),
  tor: i18n.t("goes through this node’s Tor alone, which is not connected"),
});

/** What came of one attempt. */
export function attemptWords({ status, error, duration_ms, response_bytes }: DeliveryAttempt, i18n: I18n): string {
  const answer =
    status === null ? "" : i18n.t("HTTP {status}, {ms} ms, {bytes} bytes", { status, ms: duration_ms, bytes: response_bytes });
  if (error === null) return answer;
  return answer === "" ? errorWords(i18n)[error] : `${errorWords(i18n)[error]} (${answer})`;
}
