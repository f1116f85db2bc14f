import { useLingui } from "@lingui/react";
import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { localeOf } from "../../shared/text/locales.ts";
import { Card, ErrorNotice, useUnsaved, useWrongField } from "../../shared/ui/index.ts";

/** The account's e-mail address: a further way in. It is not there where the node sends no e-mail. */
export function EmailCard() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: queries.email.get.key() });
  const email = useQuery(queries.email.get.queryOptions());
  const set = useMutation(queries.email.set.mutationOptions({ onSettled }));
  const remove = useMutation(queries.email.remove.mutationOptions({ onSettled }));
  const wrong = useWrongField(set.error);
  const [typed, setTyped] = useState("");
  useUnsaved({ isUnsaved: () => typed !== "" });
  if (email.data?.available !== true) return null;
  const { address, pending } = email.data;

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    set.mutate({ address: typed, language: localeOf(i18n.locale) }, { onSuccess: () => setTyped("") });
  }

  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{i18n.t("E-mail")}</Title>
        {address !== null && (
          <Button size="compact-sm" variant="default" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            {i18n.t("Remove")}
          </Button>
        )}
      </Group>
      <Stack gap="sm">
        <Text>
          {address === null
            ? i18n.t("With an e-mail address you can log in by a link. Your wallet stays what opens recordings.")
            : i18n.t("{address} can log in by a link.", { address })}
        </Text>
        {pending !== null && (
          <Text role="status">
            {i18n.t("A link was sent to {pending}: open it within an hour, and the address counts.", { pending })}
          </Text>
        )}
        <form onSubmit={submit}>
          <Group align="flex-end">
            <TextInput
              type="email"
              label={address === null ? i18n.t("E-mail address") : i18n.t("Another e-mail address")}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              error={wrong("address")}
              autoComplete="email"
            />
            <Button type="submit" variant="default" loading={set.isPending} disabled={!typed.includes("@")}>
              {i18n.t("Send a link to confirm it")}
            </Button>
          </Group>
        </form>
        {set.error && <ErrorNotice error={set.error} title={i18n.t("The address was not taken")} />}
        {remove.error && <ErrorNotice error={remove.error} title={i18n.t("The address was not removed")} />}
      </Stack>
    </Card>
  );
}
