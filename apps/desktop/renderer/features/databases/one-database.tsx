import { useLingui } from "@lingui/react";
import type { DatabaseStatistics } from "@lucid/contract";
import { Button, Group, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { formatBytes, formatCount } from "../../shared/format/index.ts";
import { Badge, ByteSize, Card, ErrorNotice } from "../../shared/ui/index.ts";
import classes from "./databases.module.css";

export interface OneDatabaseProps {
  readonly name: string;
  /** What keeps it from being read, in SQLite's words. */
  readonly hindrance: string | undefined;
  /** With its write-ahead log. */
  readonly bytes: number;
  readonly measured: DatabaseStatistics | undefined;
}

/** One database, what was measured of it, and what can be done with it. */
export function OneDatabase({ name, hindrance, bytes, measured }: OneDatabaseProps) {
  const { i18n } = useLingui();
  const { database } = useApi().queries;
  const cache = useQueryClient();
  const check = useMutation(database.check.mutationOptions());
  const checkpoint = useMutation(
    database.checkpoint.mutationOptions({ onSettled: () => cache.invalidateQueries({ queryKey: database.volumes.key() }) }),
  );
  const failed = check.error ?? checkpoint.error;
  return (
    <Card>
      <section aria-label={name}>
        <Group gap={8} mb={4}>
          <Title order={2}>
            <code className={classes.long}>{name}</code>
          </Title>
          <Badge tone={hindrance === undefined ? "quiet" : "bad"}>
            {hindrance === undefined ? i18n.t("can be read") : i18n.t("cannot be read")}
          </Badge>
          <Text c="dimmed">
            <ByteSize bytes={bytes} />
          </Text>
        </Group>
        {hindrance !== undefined && <code lang="en">{hindrance}</code>}
        {measured && <Tables measured={measured} />}
        {failed && <ErrorNotice error={failed} title={i18n.t("That was not done")} />}
        <div role="status">
          {check.data && <Checked faults={check.data.faults} />}
          {checkpoint.data && (
            <Text size="sm">
              {checkpoint.data.done
                ? i18n.t("Written into it: {size}.", { size: formatBytes(checkpoint.data.wal_bytes_before, i18n.locale) })
                : i18n.t("Written as far as could be: somebody reads what is older. Try it again.")}
            </Text>
          )}
        </div>
        <Group mt="sm" gap={8}>
          <Button
            size="compact-sm"
            variant="default"
            loading={check.isPending}
            aria-label={`${i18n.t("Check every page")}: ${name}`}
            onClick={() => check.mutate({ database: name })}
          >
            {i18n.t("Check every page")}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={checkpoint.isPending}
            aria-label={`${i18n.t("Write its log into it")}: ${name}`}
            onClick={() => checkpoint.mutate({ database: name })}
          >
            {i18n.t("Write its log into it")}
          </Button>
        </Group>
      </section>
    </Card>
  );
}

function Checked({ faults }: { readonly faults: readonly string[] }) {
  const { i18n } = useLingui();
  if (faults.length === 0) return <Text size="sm">{i18n.t("Every page and reference is as it should be.")}</Text>;
  return (
    <>
      <Text size="sm">{i18n.t("It is damaged. Make no more changes; put a backup back.")}</Text>
      <ul className={classes.faults} lang="en">
        {faults.map((fault) => (
          <li key={fault}>
            <code>{fault}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

function Tables({ measured }: { readonly measured: DatabaseStatistics }) {
  const { i18n } = useLingui();
  const size = (bytes: number): string => formatBytes(bytes, i18n.locale);
  return (
    <>
      <Text size="sm" mb={4}>
        {i18n.t("{file} in the file, {free} of it free; {log} wait in the log.", {
          file: size(measured.file_bytes),
          free: size(measured.free_bytes),
          log: size(measured.wal_bytes),
        })}
      </Text>
      <details>
        <summary>{i18n.t("{count, plural, one {# table} other {# tables}}", { count: measured.tables.length })}</summary>
        <table className={classes.tables}>
          <thead>
            <tr>
              <th scope="col">{i18n.t("Table")}</th>
              <th scope="col">{i18n.t("Rows")}</th>
              <th scope="col">{i18n.t("Size, with its indexes")}</th>
            </tr>
          </thead>
          <tbody>
            {measured.tables.map(({ name, rows, bytes }) => (
              <tr key={name}>
                <td>
                  <code className={classes.long}>{name}</code>
                </td>
                <td>{formatCount(rows)}</td>
                <td>{size(bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
