import { useLingui } from "@lingui/react";
import type { DatabaseHealth, DatabaseStatistics, DataVolumes } from "@lucid/contract";
import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { formatBytes } from "../../shared/format/index.ts";
import { AgedArea, Badge, ByteSize, Card, ErrorNotice, Facts, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { OneDatabase } from "./one-database.tsx";

/** The databases of this node: whether each can be read, how large it is, and what can be done with it. */
export function DatabasesPage() {
  const { i18n } = useLingui();
  const { database } = useApi().queries;
  const health = useQuery(database.health.queryOptions());
  const volumes = useQuery(database.volumes.queryOptions());
  // Reads every page of every database: somebody has to ask for it.
  const measured = useQuery({ ...database.statistics.queryOptions(), enabled: false });
  const failed = health.error ?? volumes.error;

  return (
    <>
      <PageHeader title={i18n.t("Databases")} />
      {health.data && volumes.data ? (
        <AgedArea>
          <Stack maw={860} gap="sm">
            <Card>
              <Room volumes={volumes.data} cache={health.data.cache} />
              {measured.error && <ErrorNotice error={measured.error} title={i18n.t("The databases could not be measured")} />}
              <Group mt="sm" gap={8}>
                <Button variant="default" loading={measured.isFetching} onClick={() => void measured.refetch()}>
                  {i18n.t("Measure every table")}
                </Button>
              </Group>
            </Card>
            {health.data.databases.map(({ database: name, ok, detail }) => (
              <OneDatabase
                key={name}
                name={name}
                hindrance={ok ? undefined : detail}
                bytes={sizeIn(volumes.data, name)}
                measured={of(measured.data, name)}
              />
            ))}
          </Stack>
        </AgedArea>
      ) : failed ? (
        <ErrorNotice
          error={failed}
          title={i18n.t("The databases could not be looked at")}
          onRetry={() => void Promise.all([health.refetch(), volumes.refetch()])}
        />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
    </>
  );
}

const sizeIn = ({ databases }: DataVolumes, name: string): number =>
  databases.find(({ database }) => database === name)?.bytes ?? 0;

const of = (
  measured: { readonly databases: readonly DatabaseStatistics[] } | undefined,
  name: string,
): DatabaseStatistics | undefined => measured?.databases.find(({ database }) => database === name);

/** What takes how much room on which disk, and where counters are kept. */
function Room({ volumes, cache }: { readonly volumes: DataVolumes; readonly cache: DatabaseHealth["cache"] }) {
  const { i18n } = useLingui();
  const stored = volumes.databases.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <>
      <Title order={2} mb="sm">
        {i18n.t("Room")}
      </Title>
      <Facts
        rows={[
          [i18n.t("Recordings"), <ByteSize key="recordings" bytes={volumes.recordings_bytes} />],
          [i18n.t("Databases together"), <ByteSize key="databases" bytes={stored} />],
          [i18n.t("Free on their disk"), <Free key="free" disk={volumes} />],
          [i18n.t("Free for backups"), <BackupDisk key="backups" disk={volumes.backups} />],
          [i18n.t("Limits, locks and open logins"), <Counters key="cache" cache={cache} />],
        ]}
      />
    </>
  );
}

function Free({ disk }: { readonly disk: Pick<DataVolumes, "free_bytes" | "total_bytes"> }) {
  const { i18n } = useLingui();
  const size = (bytes: number): string => formatBytes(bytes, i18n.locale);
  return i18n.t("{free} of {total}", { free: size(disk.free_bytes), total: size(disk.total_bytes) });
}

function BackupDisk({ disk }: { readonly disk: DataVolumes["backups"] }) {
  const { i18n } = useLingui();
  if (!disk)
    return (
      <Anchor component={Link} to="/admin/backup">
        {i18n.t("no folder for backups is there")}
      </Anchor>
    );
  return (
    <>
      <Free disk={disk} />
      {disk.same_disk && (
        <Text size="sm" c="dimmed">
          {i18n.t("On the disk of the databases: what takes the node takes its backups, too.")}
        </Text>
      )}
    </>
  );
}

function Counters({ cache }: { readonly cache: DatabaseHealth["cache"] }) {
  const { i18n } = useLingui();
  if (cache.kind === "embedded") return i18n.t("counted by this node alone");
  return (
    <>
      {i18n.t("shared by Redis")} <Badge tone={cache.ok ? "quiet" : "bad"}>{cache.ok ? i18n.t("there") : i18n.t("away")}</Badge>{" "}
      <span lang="en">{cache.detail}</span>
    </>
  );
}
