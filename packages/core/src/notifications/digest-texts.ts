import type { MailLanguage, NotificationKind } from "@lucid/contract";
import type { Mail } from "../mail/index.ts";
import { alertText } from "./alert-texts.ts";
import type { FactRow } from "./notification-repository.ts";

type Words = readonly [one: string, many: (count: number) => string];

/** What a kind says in an e-mail. The mail names the node, and nothing of what it holds: no session, no person. */
const KINDS: Readonly<Record<MailLanguage, Readonly<Record<Exclude<NotificationKind, "alert.began" | "alert.ended">, Words>>>> = {
  en: {
    "session.failed": ["A session of yours failed.", (count) => `${count} sessions of yours failed.`],
    "session.interrupted": [
      "A session of yours was interrupted. What was recorded is sealed.",
      (count) => `${count} sessions of yours were interrupted. What was recorded is sealed.`,
    ],
    "recording.provable": ["A recording of yours can be proven.", (count) => `${count} recordings of yours can be proven.`],
    "recording.expires_soon": [
      "A recording of yours is deleted within 7 days. If you need it, export it or have it held.",
      (count) => `${count} recordings of yours are deleted within 7 days. Export what you need, or have it held.`,
    ],
    "access.requested": [
      "Somebody asks for access. Please decide.",
      (count) => `${count} requests for access wait for a decision.`,
    ],
    "access.decided": ["Your request for access is decided.", (count) => `${count} of your requests for access are decided.`],
    "login.new_place": [
      "Somebody logged in to your account from a network that it never came from. If it was not you, end that login.",
      (count) => `${count} logins to your account came from networks that it never came from. End those that were not you.`,
    ],
    "api_key.expires_soon": [
      "An API key of yours ends within 7 days. Make a new one for the program that uses it.",
      (count) => `${count} API keys of yours end within 7 days. Make new ones for the programs that use them.`,
    ],
    "invitation.used": ["Somebody came by your invitation.", (count) => `${count} people came by your invitations.`],
    "emergency.asked": [
      "An emergency action waits for a second super admin. It lapses after 15 minutes.",
      (count) => `${count} emergency actions were asked for. Each lapses after 15 minutes.`,
    ],
    "emergency.started": ["An emergency action is in force.", (count) => `${count} emergency actions began.`],
    "emergency.ended": ["An emergency action is over.", (count) => `${count} emergency actions are over.`],
    "webhook.disabled": [
      "The node turned a webhook off, because its receiver took nothing any more. See its deliveries, and turn it on again.",
      (count) => `The node turned ${count} webhooks off, because their receivers took nothing any more.`,
    ],
  },
  de: {
    "session.failed": ["Eine Ihrer Sitzungen ist gescheitert.", (count) => `${count} Ihrer Sitzungen sind gescheitert.`],
    "session.interrupted": [
      "Eine Ihrer Sitzungen wurde unterbrochen. Was aufgenommen war, ist versiegelt.",
      (count) => `${count} Ihrer Sitzungen wurden unterbrochen. Was aufgenommen war, ist versiegelt.`,
    ],
    "recording.provable": [
      "Eine Ihrer Aufnahmen lässt sich beweisen.",
      (count) => `${count} Ihrer Aufnahmen lassen sich beweisen.`,
    ],
    "recording.expires_soon": [
      "Eine Ihrer Aufnahmen wird binnen 7 Tagen gelöscht. Wenn Sie sie brauchen, exportieren Sie sie oder lassen Sie sie sperren.",
      (count) =>
        `${count} Ihrer Aufnahmen werden binnen 7 Tagen gelöscht. Exportieren Sie, was Sie brauchen, oder lassen Sie es sperren.`,
    ],
    "access.requested": [
      "Jemand bittet um Zugang. Bitte entscheiden Sie.",
      (count) => `${count} Bitten um Zugang warten auf eine Entscheidung.`,
    ],
    "access.decided": [
      "Über Ihre Bitte um Zugang ist entschieden.",
      (count) => `Über ${count} Ihrer Bitten um Zugang ist entschieden.`,
    ],
    "login.new_place": [
      "Jemand hat sich mit Ihrem Konto aus einem Netz angemeldet, aus dem das Konto nie kam. Wenn Sie es nicht waren, beenden Sie diese Anmeldung.",
      (count) =>
        `${count} Anmeldungen mit Ihrem Konto kamen aus Netzen, aus denen es nie kam. Beenden Sie, was nicht von Ihnen war.`,
    ],
    "api_key.expires_soon": [
      "Einer Ihrer API-Schlüssel endet binnen 7 Tagen. Erstellen Sie einen neuen für das Programm, das ihn benutzt.",
      (count) => `${count} Ihrer API-Schlüssel enden binnen 7 Tagen. Erstellen Sie neue für die Programme, die sie benutzen.`,
    ],
    "invitation.used": ["Jemand ist Ihrer Einladung gefolgt.", (count) => `${count} Personen sind Ihren Einladungen gefolgt.`],
    "emergency.asked": [
      "Eine Notfallmaßnahme wartet auf einen zweiten Super-Administrator. Sie verfällt nach 15 Minuten.",
      (count) => `${count} Notfallmaßnahmen wurden beantragt. Jede verfällt nach 15 Minuten.`,
    ],
    "emergency.started": ["Eine Notfallmaßnahme gilt.", (count) => `${count} Notfallmaßnahmen haben begonnen.`],
    "emergency.ended": ["Eine Notfallmaßnahme ist vorbei.", (count) => `${count} Notfallmaßnahmen sind vorbei.`],
    "webhook.disabled": [
      "Der Knoten hat einen Webhook abgeschaltet, weil sein Empfänger nichts mehr annahm. Sehen Sie seine Zustellungen an und schalten Sie ihn wieder ein.",
      (count) => `Der Knoten hat ${count} Webhooks abgeschaltet, weil ihre Empfänger nichts mehr annahmen.`,
    ],
  },
};

const FRAME = {
  en: {
    subject: (count: number) => `${count} messages of Lucid`,
    intro: (host: string) => `From the Lucid node at ${host}:`,
    more: "All of it",
    outro: "What you are told of by e-mail, you choose in the page under Notifications.",
  },
  de: {
    subject: (count: number) => `${count} Nachrichten von Lucid`,
    intro: (host: string) => `Vom Lucid-Knoten ${host}:`,
    more: "Alles zusammen",
    outro: "Worüber Sie per E-Mail benachrichtigt werden, wählen Sie auf der Seite unter Benachrichtigungen.",
  },
} as const;

/** Lines of one e-mail; the rest is in the page. */
const MAX_LINES = 12;

interface Line {
  readonly text: string;
  readonly link: string;
}

/** One e-mail about everything that piled up, a line for each kind. */
export function digestOf(facts: readonly FactRow[], language: MailLanguage, linkBase: string): Pick<Mail, "subject" | "text"> {
  const frame = FRAME[language];
  const lines = linesOf(facts, language);
  const [first] = lines;
  const shown = lines.slice(0, MAX_LINES).map(({ text, link }) => `- ${text}\n  ${new URL(link, linkBase).href}`);
  const isOne = facts.length === 1 && first !== undefined;
  return {
    subject: isOne ? `Lucid: ${first.text.split(/(?<=\.) /)[0]?.replace(/\.$/, "") ?? ""}` : frame.subject(facts.length),
    text: [
      frame.intro(new URL(linkBase).host),
      shown.join("\n"),
      ...(isOne ? [] : [`${frame.more}: ${new URL("/notifications", linkBase).href}`]),
      `${frame.outro}\n`,
    ].join("\n\n"),
  };
}

function linesOf(facts: readonly FactRow[], language: MailLanguage): Line[] {
  // Each alert says what to do, and is a line of its own.
  const groups = Map.groupBy(facts, ({ kind, fact_id }) => (kind.startsWith("alert.") ? fact_id : kind));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { kind, data } = first;
    if (kind === "alert.began" || kind === "alert.ended")
      return [{ text: alertText(data, kind === "alert.ended", language), link: first.link }];
    const [one, many] = KINDS[language][kind];
    const count = group.reduce((sum, fact) => sum + Number(fact.data["recordings"] ?? 1), 0);
    const link = group.length === 1 ? first.link : "/notifications";
    return [{ text: count === 1 ? one : many(count), link }];
  });
}
