import { useLingui } from "@lingui/react";
import type { Person } from "@lucid/contract";
import { Stack, Text, Title } from "@mantine/core";
import { describeDevice } from "../../shared/text/device-words.ts";
import { Moment } from "../../shared/ui/index.ts";

/** Where somebody is logged in. */
export function PersonLogins({ person }: { readonly person: Person }) {
  const { i18n } = useLingui();
  return (
    <div>
      <Title order={3} size="h4" mb={6}>
        {i18n.t("Open logins")}
      </Title>
      {person.logins.length === 0 && <Text c="dimmed">{i18n.t("none")}</Text>}
      <Stack gap="xs">
        {person.logins.map((login) => (
          <div key={login.session_id}>
            <Text title={login.device_info}>{describeDevice(login.device_info, i18n)}</Text>
            <Text c="dimmed" component="div">
              {login.ip_address} · <Moment at={login.last_activity} />
            </Text>
          </div>
        ))}
      </Stack>
    </div>
  );
}
