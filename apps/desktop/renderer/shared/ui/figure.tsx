import type { ReactNode } from "react";
import classes from "./ui.module.css";

/** The numbers at the head of a screen, four side by side. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className={classes.figures}>{children}</dl>;
}

/** One big quiet number with its name; belongs into `Figures`. */
export function Figure({ label, value, note }: { readonly label: string; readonly value: ReactNode; readonly note?: ReactNode }) {
  return (
    <div className={`${classes.card} ${classes.figure}`}>
      <dt>{label}</dt>
      <dd>
        {value}
        {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  );
}
