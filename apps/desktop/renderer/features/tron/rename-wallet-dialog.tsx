import { useLingui } from "@lingui/react";
import { TronWalletId } from "@lucid/contract";
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Dialog, ErrorNotice, useWrongField } from "../../shared/ui/index.ts";
import type { OneWalletDialogProps } from "./unlock-wallet-dialog.tsx";

export function RenameWalletDialog({ wallet, onClose }: OneWalletDialogProps) {
  const { i18n } = useLingui();
  const rename = useMutation(useApi().queries.tron.renameWallet.mutationOptions());
  const wrong = useWrongField(rename.error);
  const [name, setName] = useState(wallet.name);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    rename.mutate({ wallet_id: TronWalletId.parse(wallet.wallet_id), name: name.trim() }, { onSuccess: onClose });
  }

  return (
    <Dialog onClose={onClose} title={i18n.t("Rename the wallet")}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={i18n.t("Name of the wallet")}
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.currentTarget.value)}
            error={wrong("name")}
            data-autofocus
            required
          />
          {rename.error && <ErrorNotice error={rename.error} title={i18n.t("The wallet was not renamed")} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {i18n.t("Cancel")}
            </Button>
            <Button type="submit" loading={rename.isPending} disabled={name.trim() === ""}>
              {i18n.t("Save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
