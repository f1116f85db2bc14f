import { i18n, type Messages } from "@lingui/core";

export const LOCALES = { en: "English", de: "Deutsch" } as const;
export type Locale = keyof typeof LOCALES;

const KEPT_AS = "lucid.locale";
const catalogues: Record<Locale, () => Promise<{ messages: Messages }>> = {
  en: () => import("./locales/en.po"),
  de: () => import("./locales/de.po"),
};

const isLocale = (text: string): text is Locale => Object.hasOwn(LOCALES, text);

/** The language chosen earlier in this browser, else the first of the browser's languages that Lucid speaks. */
export function preferredLocale(): Locale {
  const wanted = [localStorage.getItem(KEPT_AS) ?? "", ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find(isLocale) ?? "en";
}

export async function activateLocale(locale: Locale): Promise<void> {
  const { messages } = await catalogues[locale]();
  // Catalogues are compiled. What has no entry in one is its own text: plain English, and what a newer node says.
  i18n.setMessagesCompiler((message) => [message]);
  i18n.loadAndActivate({ locale, messages });
  document.documentElement.lang = locale;
}

export async function chooseLocale(locale: Locale): Promise<void> {
  localStorage.setItem(KEPT_AS, locale);
  await activateLocale(locale);
}
