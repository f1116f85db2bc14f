import { useLingui } from "@lingui/react";
import type { LoginSession } from "@lucid/contract";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { describeDevice } from "../../shared/text/device-words.ts";
import { AgedArea, Card, ErrorNotice, Moment, Waiting } from "../../shared/ui/index.ts";

/** Where this account is logged in, and how to end it there. */
export function LoginsCard() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: queries.logins.list.key() });
  const logins = useQuery(queries.logins.list.queryOptions());
  const end = useMutation(queries.logins.end.mutationOptions({ onSettled }));
  const endAll = useMutation(queries.logins.endOthers.mutationOptions({ onSettled }));
  const places: Record<LoginSession["place"], string> = {
    "this-computer": i18n.t("this computer"),
    "local-network": i18n.t("local network"),
    onion: i18n.t("onion service"),
    elsewhere: i18n.t("another network"),
  };
  const methods: Record<LoginSession["method"], string> = {
    wallet: i18n.t("with the wallet"),
    "wallet-and-code": i18n.t("with the wallet and a code"),
    passkey: i18n.t("with a passkey"),
    email: i18n.t("with a link in an e-mail"),
  };
  const failed = logins.error ?? end.error ?? endAll.error;

  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{i18n.t("Open logins")}</Title>
        {(logins.data?.sessions.length ?? 0) > 1 && (
          <Button size="compact-sm" variant="default" loading={endAll.isPending} onClick={() => endAll.mutate(undefined)}>
            {i18n.t("End all others")}
          </Button>
        )}
      </Group>
      {failed && <ErrorNotice error={failed} title={i18n.t("The logins could not be read or changed")} />}
      {logins.isPending && <Waiting label={i18n.t("Loading logins")} />}
      <AgedArea>
        <Stack gap="xs">
          {logins.data?.sessions.map((login) => (
            <Group key={login.session_id} justify="space-between" wrap="nowrap">
              <div style={{ minWidth: 0 }}>
                <Text lineClamp={1} title={login.device_info}>
                  {describeDevice(login.device_info, i18n)}
                </Text>
                <Text c="dimmed" component="div">
                  {places[login.place]}
                  {login.place === "elsewhere" || login.place === "local-network" ? ` (${login.ip_address})` : ""} ·{" "}
                  {methods[login.method]} · {i18n.t("last used")} <Moment at={login.last_activity} />
                </Text>
              </div>
              {login.is_current ? (
                <Text c="dimmed" style={{ flex: "none", whiteSpace: "nowrap" }}>
                  {i18n.t("this one")}
                </Text>
              ) : (
                <Button
                  flex="none"
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  style={{ flex: "none" }}
                  onClick={() => end.mutate({ session_id: login.session_id })}
                >
                  {i18n.t("End")}
                </Button>
              )}
            </Group>
          ))}
        </Stack>
      </AgedArea>
    </Card>
  );
}
