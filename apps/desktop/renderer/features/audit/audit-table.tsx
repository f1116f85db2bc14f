import { useLingui } from "@lingui/react";
import type { AuditEntry } from "@lucid/contract";
import { Table } from "@mantine/core";
import { shorten } from "../../shared/format/index.ts";
import { Badge, Moment, RecordTable } from "../../shared/ui/index.ts";
import classes from "./audit.module.css";
import { actorOf, severityNames, statusNames, toneOf } from "./audit-words.ts";

/** Entries, one a row; the action opens it. */
export function AuditTable({
  entries,
  open,
  onOpen,
}: {
  readonly entries: readonly AuditEntry[];
  readonly open: string | undefined;
  readonly onOpen: (eventId: string) => void;
}) {
  const { i18n } = useLingui();
  const severities = severityNames(i18n);
  const statuses = statusNames(i18n);
  const headings = [i18n.t("When"), i18n.t("Who"), i18n.t("What"), i18n.t("Result")];
  return (
    <RecordTable label={i18n.t("Audit log")} headings={headings}>
      {entries.map((entry) => (
        <Table.Tr key={entry.event_id} data-open={entry.event_id === open || undefined} className={classes.row}>
          <Table.Td className={classes.quiet}>
            <Moment at={entry.timestamp} />
          </Table.Td>
          <Table.Td>
            <span className={classes.who}>{actorOf(entry, entry.door, i18n)}</span>
          </Table.Td>
          <Table.Td className={classes.wraps}>
            <button
              type="button"
              className={classes.action}
              aria-current={entry.event_id === open || undefined}
              onClick={() => onOpen(entry.event_id)}
            >
              {entry.action}
            </button>
            {entry.resource_id !== null && <span className={classes.about}>{shorten(entry.resource_id, 4)}</span>}
          </Table.Td>
          <Table.Td className={classes.wraps}>
            <Badge tone={toneOf(entry)}>
              {entry.severity === "info" ? statuses[entry.status] : `${statuses[entry.status]}, ${severities[entry.severity]}`}
            </Badge>
          </Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  );
}
