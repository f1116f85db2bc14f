import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./ui.module.css";

export interface RecordTableProps {
  /** Name of the table for those who do not see it. */
  readonly label: string;
  readonly headings: readonly ReactNode[];
  /** Columns of figures, counted from 0: they stand under each other by their ends, and so does the heading. Their cells say `ta="end"`. */
  readonly figures?: readonly number[];
  /** Columns whose cells do not say what they are, counted from 0; several figures by themselves. Their headings are texts. */
  readonly named?: readonly number[];
  /** One `Table.Tr` for each record. */
  readonly children: ReactNode;
}

/** The table of every list of records. */
export function RecordTable({
  label,
  headings,
  figures = [],
  named = figures.length > 1 ? figures : [],
  children,
}: RecordTableProps) {
  return (
    <div className={classes.table} style={namesOf(headings, named)}>
      <Table verticalSpacing={0} horizontalSpacing="sm" aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {headings.map((heading, column) => (
              <Table.Th key={column} {...(figures.includes(column) ? { ta: "end" } : {})}>
                {heading}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}

/** Where it is narrow the headings are away: what needs a name there says it, by these. */
const namesOf = (headings: readonly ReactNode[], named: readonly number[]): Readonly<Record<`--name-${number}`, string>> =>
  Object.fromEntries(named.map((column) => [`--name-${column + 1}`, JSON.stringify(headings[column])]));
