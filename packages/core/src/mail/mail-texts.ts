import type { MailLanguage } from "@lucid/contract";
import type { Mail } from "./smtp-mailer.ts";

type Text = Pick<Mail, "subject" | "text">;

/** With which words a link goes out. They name the node, and nothing of what it holds. */
export const loginMail = (language: MailLanguage, link: string): Text =>
  ({
    en: {
      subject: "Log in to Lucid",
      text: `Somebody, most likely you, asked for a link to log in to the Lucid node at ${hostOf(link)}.\n\n${link}\n\nIt works once, within 15 minutes. If it was not you, do nothing: without this e-mail nobody gets in.\n`,
    },
    de: {
      subject: "Anmelden bei Lucid",
      text: `Jemand, vermutlich Sie, hat um einen Link zum Anmelden am Lucid-Knoten ${hostOf(link)} gebeten.\n\n${link}\n\nEr gilt einmal, innerhalb von 15 Minuten. Wenn Sie es nicht waren, tun Sie nichts: Ohne diese E-Mail kommt niemand herein.\n`,
    },
  })[language];

export const confirmMail = (language: MailLanguage, link: string): Text =>
  ({
    en: {
      subject: "Confirm your e-mail address for Lucid",
      text: `An account of the Lucid node at ${hostOf(link)} gave this address as its own. If that was you, confirm it:\n\n${link}\n\nThe link works once, within an hour. If it was not you, do nothing.\n`,
    },
    de: {
      subject: "Bestätigen Sie Ihre E-Mail-Adresse für Lucid",
      text: `Ein Konto des Lucid-Knotens ${hostOf(link)} hat diese Adresse als seine angegeben. Wenn Sie das waren, bestätigen Sie sie:\n\n${link}\n\nDer Link gilt einmal, innerhalb einer Stunde. Wenn Sie es nicht waren, tun Sie nichts.\n`,
    },
  })[language];

export const invitationMail = (language: MailLanguage, link: string, inviter: string): Text =>
  ({
    en: {
      subject: "You are invited to a Lucid node",
      text: `${inviter} invites you to the Lucid node at ${hostOf(link)}:\n\n${link}\n\nThe page says what you become there, and until when the link counts. If you do not know who invites you, do nothing.\n`,
    },
    de: {
      subject: "Sie sind auf einen Lucid-Knoten eingeladen",
      text: `${inviter} lädt Sie auf den Lucid-Knoten ${hostOf(link)} ein:\n\n${link}\n\nDie Seite sagt, was Sie dort werden und bis wann der Link gilt. Wenn Sie nicht wissen, wer Sie einlädt, tun Sie nichts.\n`,
    },
  })[language];

function hostOf(link: string): string {
  return new URL(link).host;
}
