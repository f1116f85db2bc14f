import { i18n, type Messages } from "@lingui/core";
import { messages as de } from "../shared/text/locales/de.po";
import { messages as en } from "../shared/text/locales/en.po";
import { messages as es } from "../shared/text/locales/es.po";
import { messages as fr } from "../shared/text/locales/fr.po";
import { messages as pt } from "../shared/text/locales/pt.po";
import { messages as zh } from "../shared/text/locales/zh.po";
import type { Locale } from "../shared/text/locales.ts";

/** This page is one file: it brings every language that is offered, and keeps nothing of what is chosen. */
const catalogues: Readonly<Record<Locale, Messages>> = { en, de, es, fr, pt, zh };

export function speakOffline(locale: Locale): void {
  i18n.loadAndActivate({ locale, messages: catalogues[locale] });
  document.documentElement.lang = locale;
  document.documentElement.dir = i18n.t({ id: "ltr" });
}
