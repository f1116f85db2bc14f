import { type I18n, type Messages, setupI18n } from "@lingui/core";
import type { Language } from "@lucid/contract";
import de from "./locales/de.json" with { type: "json" };
import en from "./locales/en.json" with { type: "json" };
import es from "./locales/es.json" with { type: "json" };
import fr from "./locales/fr.json" with { type: "json" };
import pt from "./locales/pt.json" with { type: "json" };
import zh from "./locales/zh.json" with { type: "json" };

/** As `npm run messages` compiles them from the .po files beside them. */
const catalogues: Readonly<Record<Language, { readonly messages: object }>> = { en, de, es, fr, pt, zh };
const made = new Map<Language, I18n>();

/** What is said outside of the page in one language. A message that is not translated yet is said in English. */
export function textsIn(language: Language): I18n {
  let i18n = made.get(language);
  if (!i18n) made.set(language, (i18n = setupI18n({ locale: language, messages: messagesOf(language) })));
  return i18n;
}

const messagesOf = (language: Language): Record<string, Messages> => ({
  [language]: Object.fromEntries(Object.entries(catalogues[language].messages)),
});
