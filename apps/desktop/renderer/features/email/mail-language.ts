import type { MailLanguage } from "@lucid/contract";

/** The language of the page, as far as e-mail is written in it. */
export const mailLanguage = (locale: string): MailLanguage => (locale === "de" ? "de" : "en");
