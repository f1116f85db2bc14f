import { useLingui } from "@lingui/react";
import { Button, Group, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { roleNames } from "../../shared/text/account-words.ts";
import { Card, ErrorNotice, Facts, Hash, Moment, Term, useUnsaved, useWrongField } from "../../shared/ui/index.ts";
import { DeleteOwnAccount } from "./delete-own-account.tsx";
import { OwnDataButton } from "./own-data-button.tsx";

const NAME = /^[A-Za-z0-9_-]{3,50}$/;

export function AccountCard() {
  const { i18n } = useLingui();
  const { queries, login } = useApi();
  const account = useStore(login.state, (state) => state.account);
  const [name, setName] = useState(account?.username ?? "");
  const [isLeaving, setIsLeaving] = useState(false);
  const rename = useMutation(queries.people.updateMe.mutationOptions({ onSuccess: login.update }));
  const wrong = useWrongField(rename.error);
  useUnsaved({ isUnsaved: () => account !== undefined && name !== (account.username ?? "") });
  if (!account) return null;
  const roles = roleNames(i18n);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    rename.mutate({ username: name });
  }

  return (
    <Card>
      <Title order={2} mb="sm">
        {i18n.t("Account")}
      </Title>
      <Facts
        rows={[
          [
            i18n.t("Wallet address"),
            account.tron_address && <Hash key="a" value={account.tron_address} label={i18n.t("address")} ends={8} />,
          ],
          [i18n.t("Role"), roles[account.role]],
          [
            <Term key="t" name="recipient">
              {i18n.t("Encryption recipient")}
            </Term>,
            account.recipient === null ? (
              i18n.t("made at the next login")
            ) : (
              <Hash key="r" value={account.recipient} label={i18n.t("recipient")} ends={10} />
            ),
          ],
          [i18n.t("Since"), <Moment key="s" at={account.created_at} />],
        ]}
      />
      <form onSubmit={submit}>
        <Group align="flex-end" mt="md">
          <TextInput
            label={i18n.t("Name shown to others")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={name !== "" && !NAME.test(name) ? i18n.t("3 to 50 letters, digits, _ or -") : wrong("username")}
            autoComplete="nickname"
          />
          <Button
            type="submit"
            variant="default"
            loading={rename.isPending}
            disabled={!NAME.test(name) || name === account.username}
          >
            {i18n.t("Save")}
          </Button>
        </Group>
        {rename.error && <ErrorNotice error={rename.error} title={i18n.t("The name was not saved")} />}
      </form>
      {account.tron_address !== null && (
        <Group mt="md">
          <OwnDataButton />
          <Button size="compact-sm" variant="subtle" color="recording" onClick={() => setIsLeaving(true)}>
            {i18n.t("Delete this account")}
          </Button>
        </Group>
      )}
      {isLeaving && account.tron_address !== null && (
        <DeleteOwnAccount address={account.tron_address} onClose={() => setIsLeaving(false)} />
      )}
    </Card>
  );
}
