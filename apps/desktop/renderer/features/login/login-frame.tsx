import type { ReactNode } from "react";
import { LanguageChoice } from "../../shared/text/language-choice.tsx";
import { BrandMark } from "../../shared/ui/index.ts";
import classes from "./login.module.css";

/** The calm surround of the pages before the login. */
export function LoginFrame({ children }: { readonly children: ReactNode }) {
  return (
    <main className={classes.frame}>
      <div className={classes.brand}>
        <BrandMark />
        Lucid
      </div>
      <div className={classes.panel}>{children}</div>
      <div className={classes.foot}>
        <LanguageChoice />
      </div>
    </main>
  );
}
