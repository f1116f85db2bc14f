import { useLingui } from "@lingui/react";
import { SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { chooseLocale, LOCALES, type Locale } from "../../shared/text/i18n.ts";
import { BrandMark } from "../../shared/ui/index.ts";
import classes from "./login.module.css";

/** The calm surround of the pages before the login. */
export function LoginFrame({ children }: { readonly children: ReactNode }) {
  const { i18n } = useLingui();
  return (
    <main className={classes.frame}>
      <div className={classes.brand}>
        <BrandMark />
        Lucid
      </div>
      <div className={classes.panel}>{children}</div>
      <SegmentedControl
        className={classes.foot}
        size="xs"
        aria-label={i18n.t("Language")}
        value={i18n.locale}
        onChange={(locale) => void chooseLocale(locale as Locale)}
        data={Object.entries(LOCALES).map(([value, label]) => ({ value, label }))}
      />
    </main>
  );
}
