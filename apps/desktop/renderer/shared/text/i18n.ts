import { i18n, type Messages } from "@lingui/core";
import { type Locale, localeOf } from "./locales.ts";

const KEPT_AS = "lucid.locale";
const catalogues: Readonly<Record<Locale, () => Promise<{ messages: Messages }>>> = {
  en: () => import("./locales/en.po"),
  de: () => import("./locales/de.po"),
  es: () => import("./locales/es.po"),
  fr: () => import("./locales/fr.po"),
  pt: () => import("./locales/pt.po"),
  zh: () => import("./locales/zh.po"),
};

/** The language chosen earlier in this browser, else the first of the browser's languages that Lucid speaks. */
export const preferredLocale = (): Locale => localeOf(localStorage.getItem(KEPT_AS) ?? "", ...navigator.languages);

export async function activateLocale(locale: Locale): Promise<void> {
  const { messages } = await catalogues[locale]();
  // Catalogues are compiled. What has no entry in one is its own text: plain English, and what a newer node says.
  i18n.setMessagesCompiler((message) => [message]);
  i18n.loadAndActivate({ locale, messages });
  document.documentElement.lang = locale;
  // The catalogue itself says which way its language is written.
  document.documentElement.dir = i18n.t({
    id: "ltr",
    comment: "Which way the language is written: ltr from the left, rtl from the right",
  });
}

export async function chooseLocale(locale: Locale): Promise<void> {
  localStorage.setItem(KEPT_AS, locale);
  await activateLocale(locale);
}
