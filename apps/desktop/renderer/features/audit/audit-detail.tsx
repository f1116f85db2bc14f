import { useLingui } from "@lingui/react";
import { type AuditEntry, errorMessageOf } from "@lucid/contract";
import { Button, CloseButton, Group, Stack, Title } from "@mantine/core";
import { Facts, Hash, Moment } from "../../shared/ui/index.ts";
import classes from "./audit.module.css";
import type { AuditAddress } from "./audit-address.ts";
import { actorOf, severityNames, statusNames, typeNames } from "./audit-words.ts";

export interface AuditDetailProps {
  readonly entry: AuditEntry;
  readonly onNarrow: (change: AuditAddress) => void;
  readonly onClose: () => void;
}

/** One entry with everything that it says. */
export function AuditDetail({ entry, onNarrow, onClose }: AuditDetailProps) {
  const { i18n } = useLingui();
  const said = (value: string | null) => value ?? "—";
  const { user_id, resource_id, resource_type } = entry;
  const hash = (value: string, label: string) => <Hash value={value} label={label} ends={6} />;
  const reason = errorMessageOf(entry.outcome);
  return (
    <section className={classes.detail} aria-label={i18n.t("Entry {number}", { number: entry.sequence })}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <Title order={2} className={classes.name}>
          {entry.action}
        </Title>
        <CloseButton aria-label={i18n.t("Close the entry")} onClick={onClose} />
      </Group>
      <Facts
        rows={[
          [i18n.t("Entry"), String(entry.sequence)],
          [i18n.t("When"), <Moment key="when" at={entry.timestamp} />],
          [i18n.t("Who"), actorOf(entry, entry.door, i18n)],
          [i18n.t("Result"), statusNames(i18n)[entry.status]],
          [i18n.t("Outcome"), <code key="outcome">{entry.outcome}</code>],
          ...(reason === undefined ? [] : [[i18n.t("Reason"), reason] as const]),
          [i18n.t("Kind"), typeNames(i18n)[entry.event_type]],
          [i18n.t("Weight"), severityNames(i18n)[entry.severity]],
          ...(entry.event === null ? [] : [[i18n.t("Known as"), <code key="event">{entry.event}</code>] as const]),
          ...(resource_id === null
            ? []
            : ([
                [i18n.t("About"), <code key="about">{said(resource_type)}</code>],
                [i18n.t("Its id"), hash(resource_id, i18n.t("id"))],
              ] as const)),
          ...Object.entries(entry.details).map(([name, value]) => [<code key={name}>{name}</code>, String(value)] as const),
          [i18n.t("Network address"), said(entry.ip_address)],
          [i18n.t("Program"), said(entry.user_agent)],
          [i18n.t("Way in"), <code key="door">{said(entry.door)}</code>],
          ...(entry.login_session_id === null ? [] : [[i18n.t("Login"), hash(entry.login_session_id, i18n.t("id"))] as const]),
          ...(entry.request_id === null ? [] : [[i18n.t("Request"), hash(entry.request_id, i18n.t("id"))] as const]),
          [i18n.t("Hash"), hash(entry.hash, i18n.t("hash"))],
          [i18n.t("Hash of the entry before"), hash(entry.previous, i18n.t("hash"))],
        ]}
      />
      <Stack gap={6} mt="sm" align="start">
        {user_id !== null && (
          <Button size="compact-sm" variant="default" onClick={() => onNarrow({ person: user_id })}>
            {i18n.t("Only what this person did")}
          </Button>
        )}
        {resource_id !== null && (
          <Button size="compact-sm" variant="default" onClick={() => onNarrow({ about: resource_id })}>
            {i18n.t("Only what is about this")}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => onNarrow({ action: entry.action })}>
          {i18n.t("Only this action")}
        </Button>
      </Stack>
    </section>
  );
}
