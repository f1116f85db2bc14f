import type { ReactNode } from "react";
import classes from "./ui.module.css";

/** One big quiet number with its name; belongs into a `<dl>`. */
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
