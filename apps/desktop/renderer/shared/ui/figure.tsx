import { useLingui } from "@lingui/react";
import type { ReactNode } from "react";
import { useFreshness } from "./freshness.tsx";
import classes from "./ui.module.css";

/** The numbers at the head of a screen, four side by side. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className={classes.figures}>{children}</dl>;
}

/** One big quiet number of the node with its name; belongs into `Figures`. Greyed, with its age, when it is old. */
export function Figure({
  label,
  value,
  note,
}: {
  readonly label: ReactNode;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}) {
  const { i18n } = useLingui();
  const { isFresh, age } = useFreshness();
  const heard = isFresh ? undefined : age === undefined ? i18n.t("not reached") : i18n.t("{age} ago", { age });
  return (
    <div className={`${classes.card} ${classes.figure}`} data-aged={!isFresh || undefined}>
      <dt>{label}</dt>
      <dd>
        {value}
        {note !== undefined && <small>{note}</small>}
        {heard !== undefined && <small>{heard}</small>}
      </dd>
    </div>
  );
}
