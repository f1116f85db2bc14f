import { List, Title } from "@mantine/core";
import { withWholeTimes } from "../../shared/ui/index.ts";
import classes from "./verify.module.css";

/** More lines than this are read by nobody: the rest is folded. */
const OPEN_LINES = 8;

export interface StatementsProps {
  readonly title: string;
  readonly lines: readonly string[];
  readonly tone?: "gap" | undefined;
  /** What the fold over the lines that are too many says. */
  readonly more?: string | undefined;
}

/** A few sentences under a title. */
export function Statements({ title, lines, tone, more }: StatementsProps) {
  const open = more === undefined ? lines : lines.slice(0, OPEN_LINES);
  const folded = lines.slice(open.length);
  return (
    <section className={classes.statements} data-tone={tone}>
      <Title order={3}>{title}</Title>
      <Lines lines={open} />
      {folded.length > 0 && (
        <details className={classes.details}>
          <summary>{more}</summary>
          <Lines lines={folded} />
        </details>
      )}
    </section>
  );
}

export const Lines = ({ lines }: { readonly lines: readonly string[] }) => (
  <List>
    {lines.map((line) => (
      <List.Item key={line}>{withWholeTimes(line)}</List.Item>
    ))}
  </List>
);
