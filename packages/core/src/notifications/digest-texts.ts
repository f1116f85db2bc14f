import type { I18n } from "@lingui/core";
import type { Language, NotificationKind } from "@lucid/contract";
import type { Mail } from "../mail/index.ts";
import { textsIn } from "../texts/index.ts";
import { alertText } from "./alert-texts.ts";
import type { FactRow } from "./notification-repository.ts";

/** What a kind says in an e-mail. The mail names the node, and nothing of what it holds: no session, no person. */
const wordsOf = (
  count: number,
  i18n: I18n,
): Readonly<Record<Exclude<NotificationKind, "alert.began" | "alert.ended">, string>> => ({
  "session.failed": i18n.t("{count, plural, one {A session of yours failed.} other {# sessions of yours failed.}}", { count }),
  "session.interrupted": i18n.t(
    "{count, plural, one {A session of yours was interrupted. What was recorded is sealed.} other {# sessions of yours were interrupted. What was recorded is sealed.}}",
    { count },
  ),
  "session.unstarted": i18n.t(
    "{count, plural, one {A session of yours is paid and has not started. Start it, or ask for the money.} other {# sessions of yours are paid and have not started. Start them, or ask for the money.}}",
    { count },
  ),
  "recording.provable": i18n.t(
    "{count, plural, one {A recording of yours can be proven.} other {# recordings of yours can be proven.}}",
    { count },
  ),
  "recording.expires_soon": i18n.t(
    "{count, plural, one {A recording of yours is deleted within 7 days. If you need it, export it or have it held.} other {# recordings of yours are deleted within 7 days. Export what you need, or have it held.}}",
    { count },
  ),
  "access.requested": i18n.t(
    "{count, plural, one {Somebody asks for access. Please decide.} other {# requests for access wait for a decision.}}",
    { count },
  ),
  "access.decided": i18n.t(
    "{count, plural, one {Your request for access is decided.} other {# of your requests for access are decided.}}",
    { count },
  ),
  "login.new_place": i18n.t(
    "{count, plural, one {Somebody logged in to your account from a network that it never came from. If it was not you, end that login.} other {# logins to your account came from networks that it never came from. End those that were not you.}}",
    { count },
  ),
  "api_key.expires_soon": i18n.t(
    "{count, plural, one {An API key of yours ends within 7 days. Make a new one for the program that uses it.} other {# API keys of yours end within 7 days. Make new ones for the programs that use them.}}",
    { count },
  ),
  "invitation.used": i18n.t(
    "{count, plural, one {Somebody came by your invitation.} other {# people came by your invitations.}}",
    { count },
  ),
  "emergency.asked": i18n.t(
    "{count, plural, one {An emergency action waits for a second super admin. It lapses after 15 minutes.} other {# emergency actions were asked for. Each lapses after 15 minutes.}}",
    { count },
  ),
  "emergency.started": i18n.t("{count, plural, one {An emergency action is in force.} other {# emergency actions began.}}", {
    count,
  }),
  "emergency.ended": i18n.t("{count, plural, one {An emergency action is over.} other {# emergency actions are over.}}", {
    count,
  }),
  "payment.completed": i18n.t("{count, plural, one {An invoice is paid.} other {# invoices are paid.}}", { count }),
  "payment.failed": i18n.t(
    "{count, plural, one {An invoice was not paid in time, or not in full.} other {# invoices were not paid in time, or not in full.}}",
    { count },
  ),
  "payment.unused": i18n.t(
    "{count, plural, one {A session that was paid has not started. See whether the money goes back.} other {# sessions that were paid have not started. See whether the money goes back.}}",
    { count },
  ),
  "payment.refunded": i18n.t(
    "{count, plural, one {What came in too much, too late or for nothing is sent back.} other {# transfers that came in too much, too late or for nothing are sent back.}}",
    { count },
  ),
  "payment.refund_failed": i18n.t(
    "{count, plural, one {A transfer that came in could not be sent back. See why, and order it again.} other {# transfers that came in could not be sent back.}}",
    { count },
  ),
  "webhook.disabled": i18n.t(
    "{count, plural, one {The node turned a webhook off, because its receiver took nothing any more. See its deliveries, and turn it on again.} other {The node turned # webhooks off, because their receivers took nothing any more.}}",
    { count },
  ),
  "backup.missed": i18n.t(
    "{count, plural, one {A scheduled backup was missed, because the node was off or slept. It is being made up for.} other {# scheduled backups were missed, because the node was off or slept. They are being made up for.}}",
    { count },
  ),
  "network.asked": i18n.t(
    "{count, plural, one {A change of the network’s members waits for approval. Please decide.} other {# changes of the network’s members wait for approval.}}",
    { count },
  ),
});

/** Lines of one e-mail; the rest is in the page. */
const MAX_LINES = 12;

interface Line {
  readonly text: string;
  readonly link: string;
}

/** One e-mail about everything that piled up, a line for each kind. */
export function digestOf(facts: readonly FactRow[], language: Language, linkBase: string): Pick<Mail, "subject" | "text"> {
  const i18n = textsIn(language);
  const lines = linesOf(facts, language);
  const [first] = lines;
  const shown = lines.slice(0, MAX_LINES).map(({ text, link }) => `- ${text}\n  ${new URL(link, linkBase).href}`);
  const isOne = facts.length === 1 && first !== undefined;
  return {
    subject: isOne
      ? `Lucid: ${first.text.split(/(?<=\.) |(?<=。)/)[0]?.replace(/[.。]$/, "") ?? ""}`
      : i18n.t("{count, plural, one {# message of Lucid} other {# messages of Lucid}}", { count: facts.length }),
    text: [
      i18n.t("From the Lucid node at {host}:", { host: new URL(linkBase).host }),
      shown.join("\n"),
      ...(isOne ? [] : [i18n.t("All of it: {link}", { link: new URL("/notifications", linkBase).href })]),
      `${i18n.t("What you are told of by e-mail, you choose in the page under Notifications.")}\n`,
    ].join("\n\n"),
  };
}

function linesOf(facts: readonly FactRow[], language: Language): Line[] {
  // Each alert says what to do, and is a line of its own.
  const groups = Map.groupBy(facts, ({ kind, fact_id }) => (kind.startsWith("alert.") ? fact_id : kind));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { kind, data } = first;
    if (kind === "alert.began" || kind === "alert.ended")
      return [{ text: alertText(data, kind === "alert.ended", language), link: first.link }];
    const count = group.reduce((sum, fact) => sum + Number(fact.data["recordings"] ?? 1), 0);
    const link = group.length === 1 ? first.link : "/notifications";
    return [{ text: wordsOf(count, textsIn(language))[kind], link }];
  });
}
