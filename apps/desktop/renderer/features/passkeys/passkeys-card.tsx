import { useLingui } from "@lingui/react";
import type { Passkey } from "@lucid/contract";
import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Card, ErrorNotice, Moment, Waiting } from "../../shared/ui/index.ts";
import { hasPasskeys, makePasskey } from "./browser-passkey.ts";
import { NameDialog } from "./name-dialog.tsx";

/** The account's passkeys: add, name, take out of use. */
export function PasskeysCard() {
  const { i18n } = useLingui();
  const { client, queries } = useApi();
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: queries.logins.passkeys.key() });
  const passkeys = useQuery(queries.logins.passkeys.queryOptions());
  const remove = useMutation(queries.logins.removePasskey.mutationOptions({ onSettled }));
  const [naming, setNaming] = useState<Passkey | "new">();

  async function save(name: string): Promise<void> {
    if (naming === "new") {
      const asked = await client.logins.passkeyCreation();
      await client.logins.addPasskey({ challenge_id: asked.challenge_id, name, credential: await makePasskey(asked) });
    } else if (naming) await client.logins.renamePasskey({ passkey_id: naming.passkey_id, name });
    await onSettled();
    setNaming(undefined);
  }

  const canAdd = passkeys.data?.available === true && hasPasskeys();
  const failed = passkeys.error ?? remove.error;
  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{i18n.t("Passkeys")}</Title>
        {canAdd && (
          <Button size="compact-sm" variant="default" onClick={() => setNaming("new")}>
            {i18n.t("Add a passkey")}
          </Button>
        )}
      </Group>
      <Text c="dimmed" mb="sm">
        {i18n.t(
          "A passkey logs you in by fingerprint, face or PIN, without the wallet. It opens no recording and signs no session: for those the wallet is needed as before.",
        )}
      </Text>
      {failed && <ErrorNotice error={failed} title={i18n.t("The passkeys could not be read or changed")} />}
      {passkeys.isPending && <Waiting label={i18n.t("Loading passkeys")} />}
      {passkeys.data && !canAdd && <WhereTheyWork isAddress={!passkeys.data.available} />}
      <Stack gap="xs">
        {passkeys.data?.passkeys.map((passkey) => (
          <Group key={passkey.passkey_id} justify="space-between" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Text lineClamp={1}>{passkey.name}</Text>
              <Text c="dimmed" component="div">
                {i18n.t("for {name}", { name: passkey.rp_id })} ·{" "}
                {passkey.last_used_at === null ? (
                  i18n.t("not used yet")
                ) : (
                  <>
                    {i18n.t("last used")} <Moment at={passkey.last_used_at} />
                  </>
                )}
              </Text>
            </div>
            <Group gap={4} wrap="nowrap" style={{ flex: "none" }}>
              <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setNaming(passkey)}>
                {i18n.t("Rename")}
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                color="recording"
                aria-label={i18n.t("Remove the passkey {name}", { name: passkey.name })}
                loading={remove.isPending && remove.variables.passkey_id === passkey.passkey_id}
                onClick={() => remove.mutate({ passkey_id: passkey.passkey_id })}
              >
                {i18n.t("Remove")}
              </Button>
            </Group>
          </Group>
        ))}
      </Stack>
      {naming && (
        <NameDialog passkey={naming === "new" ? undefined : naming} onClose={() => setNaming(undefined)} onName={save} />
      )}
    </Card>
  );
}

function WhereTheyWork({ isAddress }: { readonly isAddress: boolean }) {
  const { i18n } = useLingui();
  const isHere = isAddress && /^(127\.|\[::1\])/.test(location.hostname);
  return (
    <Text mb="sm">
      {isAddress
        ? i18n.t("Browsers take passkeys under localhost and under https names only, not under the address of this page.")
        : i18n.t("This browser has no passkeys.")}{" "}
      {isHere && (
        <Anchor href={`http://localhost:${location.port}/settings`}>
          {i18n.t("Open this node as localhost; a wallet kept in this browser has to be restored there once.")}
        </Anchor>
      )}
    </Text>
  );
}
