import { useLingui } from "@lingui/react";
import type { LogEntry } from "@lucid/contract";
import { Table } from "@mantine/core";
import { Badge, Moment, RecordTable } from "../../shared/ui/index.ts";
import classes from "./log.module.css";
import { levelNames, toneOf } from "./log-words.ts";

/** Lines, one a row; what a line says beside its message opens below it. */
export function LogTable({ entries }: { readonly entries: readonly LogEntry[] }) {
  const { i18n } = useLingui();
  const names = levelNames(i18n);
  const headings = [i18n.t("When"), i18n.t("Weight"), i18n.t("Part"), i18n.t("What")];
  return (
    <RecordTable label={i18n.t("Log of the node")} headings={headings}>
      {entries.map(({ id, timestamp, level, part, message, data }) => (
        <Table.Tr key={id} className={classes.row}>
          <Table.Td className={classes.quiet}>
            <Moment at={timestamp} />
          </Table.Td>
          <Table.Td>
            <Badge tone={toneOf(level)}>{names[level]}</Badge>
          </Table.Td>
          <Table.Td className={classes.code}>{part}</Table.Td>
          <Table.Td className={classes.wraps}>
            {Object.keys(data).length === 0 ? (
              <span lang="en">{message}</span>
            ) : (
              <details>
                <summary lang="en">
                  <span>{message}</span> <span className={classes.quiet}>{aboutOf(data)}</span>
                </summary>
                <dl className={classes.data} translate="no">
                  {Object.entries(data).map(([name, value]) => (
                    <div key={name}>
                      <dt>{name}</dt>
                      <dd>{typeof value === "string" ? value : JSON.stringify(value, null, 1)}</dd>
                    </div>
                  ))}
                </dl>
              </details>
            )}
          </Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  );
}

/** What tells a line from others with the same message. */
function aboutOf(data: LogEntry["data"]): string {
  const said = ["procedure", "unit", "reason", "code", "outcome"].map((name) => data[name]);
  return said.filter((value) => typeof value === "string").join(" ");
}
