/** What Lucid speaks, each by its own name: the page, the application's menus and what the node writes to somebody. Codes of ISO 639-1. */
export const LANGUAGES = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
  pt: "Português",
  zh: "中文",
} as const;

type Code = keyof typeof LANGUAGES;

const isLanguage = (code: string): code is Code => Object.hasOwn(LANGUAGES, code);

/**
 * The first of these languages that Lucid speaks; English where it speaks none.
 * @param tags of BCP 47 in the order of preference: `de-AT`, `zh-Hant-TW`.
 */
export const languageOf = (tags: readonly string[]): Code =>
  tags.map((tag) => tag.split(/[-_]/, 1)[0]?.toLowerCase() ?? "").find(isLanguage) ?? "en";
