import { Fragment, type ReactNode } from "react";
import classes from "./ui.module.css";

/** Names and values in two columns. */
export function Facts({ rows }: { readonly rows: readonly (readonly [name: ReactNode, value: ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {rows.map(([name, value], index) => (
        <Fragment key={typeof name === "string" ? name : index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
