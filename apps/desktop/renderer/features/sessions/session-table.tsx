import { useLingui } from "@lingui/react";
import { isOpen, type Session } from "@lucid/contract";
import { Table, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { formatCount } from "../../shared/format/index.ts";
import { Clock, Hash, RecordTable, RunningClock, StateBadge } from "../../shared/ui/index.ts";
import { AnchoredCell } from "./anchored-cell.tsx";
import { RowMenu } from "./row-menu.tsx";
import classes from "./sessions.module.css";

export interface SessionTableProps {
  readonly sessions: readonly Session[];
  readonly onStop: (session: Session) => void;
  readonly onCancel: (session: Session) => void;
  readonly onDelete: (session: Session) => void;
}

export function SessionTable({ sessions, onStop, onCancel, onDelete }: SessionTableProps) {
  const { i18n } = useLingui();
  return (
    <RecordTable
      label={i18n.t("Sessions")}
      headings={[
        i18n.t("Name"),
        i18n.t("State"),
        i18n.t("Length"),
        i18n.t("Record"),
        i18n.t("Anchored"),
        i18n.t("Root"),
        <VisuallyHidden key="actions">{i18n.t("Actions")}</VisuallyHidden>,
      ]}
    >
      {sessions.map((session) => (
        <Table.Tr key={session.session_id}>
          <Table.Td>
            <Link
              to={isOpen(session) ? "/sessions/$id/live" : "/sessions/$id"}
              params={{ id: session.session_id }}
              className={classes.name}
              title={session.name}
            >
              {session.name}
            </Link>
          </Table.Td>
          <Table.Td>
            <StateBadge session={session} />
          </Table.Td>
          <Table.Td>
            {session.started_at === null ? (
              <span className={classes.quiet}>–</span>
            ) : isOpen(session) ? (
              <RunningClock since={session.started_at} />
            ) : (
              <Clock seconds={session.duration} />
            )}
          </Table.Td>
          <Table.Td className={classes.quiet}>
            {session.chunk_count > 0 &&
              i18n.t("{count, plural, one {# chunk} other {{shown} chunks}}", {
                count: session.chunk_count,
                shown: formatCount(session.chunk_count),
              })}
          </Table.Td>
          <Table.Td className={classes.quiet}>
            <AnchoredCell session={session} />
          </Table.Td>
          <Table.Td className={classes.quiet}>
            {session.merkle_root !== null && !isOpen(session) && <Hash value={session.merkle_root} label={i18n.t("root")} />}
          </Table.Td>
          <Table.Td className={classes.actions}>
            <RowMenu
              session={session}
              onStop={() => onStop(session)}
              onCancel={() => onCancel(session)}
              onDelete={() => onDelete(session)}
            />
          </Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  );
}
