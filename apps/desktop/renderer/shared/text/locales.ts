import { LANGUAGES } from "@lucid/contract";

/** The languages that are offered: those whose every message is translated, which `catalogues.test.ts` makes sure of. */
export const LOCALES = ["en", "de", "es", "fr", "pt", "zh"] as const satisfies readonly (keyof typeof LANGUAGES)[];

export type Locale = (typeof LOCALES)[number];

/** For where a language is chosen, each by its own name. */
export const LANGUAGE_CHOICES = LOCALES.map((value) => ({ value, label: LANGUAGES[value] }));

const isLocale = (code: string): code is Locale => LOCALES.some((locale) => locale === code);

/** The first of these languages that the page speaks, English where it speaks none. @param tags of BCP 47: `de`, `de-AT`. */
export const localeOf = (...tags: readonly string[]): Locale =>
  tags.map((tag) => tag.split("-", 1)[0] ?? "").find(isLocale) ?? "en";
