import { useLingui } from "@lingui/react";
import { MAX_API_KEYS } from "@lucid/contract";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { Card, ErrorNotice, Waiting } from "../../shared/ui/index.ts";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { OneKey } from "./one-key.tsx";

/** Keys with which programs call this node in the account's name. */
export function ApiKeysCard() {
  const { i18n } = useLingui();
  const { queries, login } = useApi();
  const account = useStore(login.state, (state) => state.account);
  const mayHave = account?.permissions.includes("api_gateway_access") === true;
  const keys = useQuery(queries.apiKeys.list.queryOptions({ enabled: mayHave }));
  const [making, setMaking] = useState(false);
  if (!account || !mayHave) return null;
  const all = keys.data?.keys ?? [];
  const isFull = all.filter(({ ended_at }) => ended_at === null).length >= MAX_API_KEYS;

  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{i18n.t("Keys for programs")}</Title>
        <Button size="compact-sm" variant="default" disabled={!keys.data || isFull} onClick={() => setMaking(true)}>
          {i18n.t("New key")}
        </Button>
      </Group>
      <Text c="dimmed" mb="sm">
        {i18n.t("With a key a program does in your name what you allow it, without your wallet. Each can be revoked by itself.")}
      </Text>
      {keys.error && <ErrorNotice error={keys.error} title={i18n.t("The keys could not be read")} />}
      {keys.isPending && <Waiting label={i18n.t("Loading keys")} />}
      {keys.data && all.length === 0 && <Text>{i18n.t("There is none.")}</Text>}
      {isFull && <Text mb="sm">{i18n.t("{max} keys are the most: revoke one to make another.", { max: MAX_API_KEYS })}</Text>}
      <Stack gap="sm">
        {all.map((key) => (
          <OneKey key={key.key_id} of={key} />
        ))}
      </Stack>
      {making && <NewKeyDialog held={account.permissions} onClose={() => setMaking(false)} />}
    </Card>
  );
}
