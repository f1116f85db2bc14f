import { useLingui } from "@lingui/react";
import { TronWalletId } from "@lucid/contract";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, useTyped, useWrongField } from "../../shared/ui/index.ts";
import type { OneWalletDialogProps } from "./unlock-wallet-dialog.tsx";
import { WalletName } from "./wallet-name.tsx";

export function RenameWalletDialog({ wallet, onClose }: OneWalletDialogProps) {
  const { i18n } = useLingui();
  const rename = useMutation(useApi().queries.tron.renameWallet.mutationOptions());
  const wrong = useWrongField(rename.error);
  const [name, setName] = useTyped(`name of wallet ${wallet.address}`, wallet.name);

  return (
    <FormDialog
      title={i18n.t("Rename the wallet")}
      verb={i18n.t("Save")}
      failed={i18n.t("The wallet was not renamed")}
      isReady={name.trim() !== ""}
      isPending={rename.isPending}
      error={rename.error}
      onSubmit={() =>
        rename.mutate({ wallet_id: TronWalletId.parse(wallet.wallet_id), name: name.trim() }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <WalletName name={name} onChange={setName} error={wrong("name")} />
    </FormDialog>
  );
}
