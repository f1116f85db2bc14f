import { Fragment, type ReactNode } from "react";
import classes from "./report.module.css";

/** Names and values in two columns, under a heading. */
export function ReportFacts({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, value: ReactNode])[];
}) {
  return (
    <section>
      <h2>{title}</h2>
      <dl>
        {rows.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

export function ReportList({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

/** A key or a hash, whole: on paper nothing can be copied. */
export const Whole = ({ children }: { readonly children: string }) => <code className={classes.whole}>{children}</code>;
