import type { ReactNode } from "react";
import classes from "./verify.module.css";

/** What only some readers want to see. */
export function Fold({
  title,
  children,
  open,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly open?: boolean;
}) {
  return (
    <details className={classes.details} open={open}>
      <summary>{title}</summary>
      <div className={classes.folded}>{children}</div>
    </details>
  );
}
