import type { Language } from "@lucid/contract";
import { textsIn } from "../texts/index.ts";
import type { Mail } from "./smtp-mailer.ts";

type Text = Pick<Mail, "subject" | "text">;

/** With which words a link goes out. They name the node, and nothing of what it holds. */
export function loginMail(language: Language, link: string): Text {
  const i18n = textsIn(language);
  return {
    subject: i18n.t("Log in to Lucid"),
    text: letter(
      i18n.t("Somebody, most likely you, asked for a link to log in to the Lucid node at {host}.", { host: hostOf(link) }),
      link,
      i18n.t("It works once, within 15 minutes. If it was not you, do nothing: without this e-mail nobody gets in."),
    ),
  };
}

export function confirmMail(language: Language, link: string): Text {
  const i18n = textsIn(language);
  return {
    subject: i18n.t("Confirm your e-mail address for Lucid"),
    text: letter(
      i18n.t("An account of the Lucid node at {host} gave this address as its own. If that was you, confirm it:", {
        host: hostOf(link),
      }),
      link,
      i18n.t("The link works once, within an hour. If it was not you, do nothing."),
    ),
  };
}

export function invitationMail(language: Language, link: string, inviter: string): Text {
  const i18n = textsIn(language);
  return {
    subject: i18n.t("You are invited to a Lucid node"),
    text: letter(
      i18n.t("{inviter} invites you to the Lucid node at {host}:", { inviter, host: hostOf(link) }),
      link,
      i18n.t(
        "The page says what you become there, and until when the link counts. If you do not know who invites you, do nothing.",
      ),
    ),
  };
}

const letter = (...paragraphs: readonly string[]): string => `${paragraphs.join("\n\n")}\n`;

function hostOf(link: string): string {
  return new URL(link).host;
}
