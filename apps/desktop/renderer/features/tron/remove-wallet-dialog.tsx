import { useLingui } from "@lingui/react";
import { TronWalletId } from "@lucid/contract";
import { Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, Note } from "../../shared/ui/index.ts";
import type { OneWalletDialogProps } from "./unlock-wallet-dialog.tsx";

export function RemoveWalletDialog({ wallet, onClose }: OneWalletDialogProps) {
  const { i18n } = useLingui();
  const remove = useMutation(useApi().queries.tron.removeWallet.mutationOptions());
  const wallet_id = TronWalletId.parse(wallet.wallet_id);
  return (
    <FormDialog
      title={i18n.t("Remove the wallet “{name}”?", { name: wallet.name })}
      verb={i18n.t("Remove it")}
      weight="dangerous"
      failed={i18n.t("The wallet was not removed")}
      isPending={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate({ wallet_id }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {wallet.kind !== "hot" ? (
        <Text>{i18n.t("It is no longer shown here. What it holds stays where it is.")}</Text>
      ) : (
        <Note title={i18n.t("Its key is removed from this node")}>
          {wallet.rehearsed_at === null
            ? i18n.t("Its words were never rehearsed. Without them what it holds is lost for ever.")
            : i18n.t("What it holds stays on the network. Only its words bring it back.")}
        </Note>
      )}
    </FormDialog>
  );
}
