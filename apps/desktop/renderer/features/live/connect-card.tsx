import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { saveFile } from "../../shared/files/save-file.ts";
import { Card, CopyButton, ErrorNotice, Facts, Hash } from "../../shared/ui/index.ts";
import { AskForIt } from "../requests/index.ts";

/** How any RDP client gets into this desktop. The password is shown only when asked for. */
export function ConnectCard({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const [shown, setShown] = useState(false);
  const connection = useQuery(
    queries.sessions.connection.queryOptions({
      input: { session_id: session.session_id },
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    }),
  );
  const { data, error } = connection;

  return (
    <Card aria-labelledby="connect">
      <Title order={2} id="connect" mb={4}>
        {i18n.t("Any RDP client")}
      </Title>
      <Text c="dimmed" mb="sm">
        {i18n.t("Works at the same time as this page and is recorded as well.")}
      </Text>
      {error && (
        <Stack gap="xs" align="flex-start">
          <ErrorNotice
            error={error}
            title={i18n.t("There is no address to connect to")}
            onRetry={() => void connection.refetch()}
          />
          <AskForIt error={error} session={session} />
        </Stack>
      )}
      {data && (
        <>
          <Facts
            rows={[
              [i18n.t("Address"), <Copied key="a" value={data.host} label={i18n.t("address")} />],
              [i18n.t("Port"), <Copied key="p" value={String(data.port)} label={i18n.t("port")} />],
              [i18n.t("User"), <Copied key="u" value={data.username} label={i18n.t("user name")} />],
              [
                i18n.t("Password"),
                shown ? (
                  <Copied key="w" value={data.password} label={i18n.t("one-time password")} />
                ) : (
                  <Group key="w" gap={4} wrap="nowrap">
                    <Button size="compact-xs" variant="default" onClick={() => setShown(true)}>
                      {i18n.t("Show")}
                    </Button>
                    <CopyButton value={data.password} label={i18n.t("one-time password")} />
                  </Group>
                ),
              ],
              [
                i18n.t("Certificate"),
                <Hash key="c" value={data.certificate_fingerprint} label={i18n.t("fingerprint")} ends={5} />,
              ],
            ]}
          />
          <Text c="dimmed" size="xs" mt="xs">
            {i18n.t("The password belongs to this desktop alone and dies with it.")}{" "}
            {i18n.t("The client needs 15 bits of colour or more. A keyboard layout that xrdp does not know types as the US one.")}
          </Text>
          <Button
            mt="sm"
            fullWidth
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => {
              const name = `${session.name.replaceAll(/[^\p{L}\p{N} _-]/gu, "_")}.rdp`;
              saveFile(new Blob([data.rdp_file], { type: "application/x-rdp" }), name);
            }}
          >
            {i18n.t("Download the .rdp file")}
          </Button>
        </>
      )}
    </Card>
  );
}

const Copied = ({ value, label }: { readonly value: string; readonly label: string }) => (
  <Group gap={4} wrap="nowrap">
    <Code>{value}</Code>
    <CopyButton value={value} label={label} />
  </Group>
);
