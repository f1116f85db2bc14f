import { useLingui } from "@lingui/react";
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Dialog, ErrorNotice, useWrongField } from "../../shared/ui/index.ts";

/** Adds an account whose key is elsewhere. */
export function WatchDialog({ onClose }: { readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const watch = useMutation(useApi().queries.tron.watchWallet.mutationOptions());
  const wrong = useWrongField(watch.error);
  const [name, setName] = useState("");
  const [address, setAddress] = useState("");

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    watch.mutate({ name: name.trim(), tron_address: address.trim() }, { onSuccess: onClose });
  }

  return (
    <Dialog onClose={onClose} title={i18n.t("Watch an address")}>
      <form onSubmit={submit}>
        <Stack>
          <Text c="dimmed">{i18n.t("What it holds and its transfers are shown. Nothing can be paid from it here.")}</Text>
          <TextInput
            label={i18n.t("Name of the wallet")}
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.currentTarget.value)}
            error={wrong("name")}
            data-autofocus
            required
          />
          <TextInput
            label={i18n.t("TRON address")}
            placeholder="T…"
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            error={wrong("tron_address")}
            autoComplete="off"
            spellCheck={false}
            required
          />
          {watch.error && <ErrorNotice error={watch.error} title={i18n.t("The wallet was not added")} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {i18n.t("Cancel")}
            </Button>
            <Button type="submit" loading={watch.isPending} disabled={name.trim() === "" || address.trim() === ""}>
              {i18n.t("Watch it")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
