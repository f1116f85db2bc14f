import { useLingui } from "@lingui/react";
import { NativeSelect } from "@mantine/core";
import { chooseLocale } from "./i18n.ts";
import { LANGUAGE_CHOICES, localeOf } from "./locales.ts";

/** In which language this browser shows the page. */
export function LanguageChoice() {
  const { i18n } = useLingui();
  return (
    <NativeSelect
      size="xs"
      aria-label={i18n.t("Language")}
      value={i18n.locale}
      onChange={({ currentTarget }) => void chooseLocale(localeOf(currentTarget.value))}
      data={LANGUAGE_CHOICES}
    />
  );
}
