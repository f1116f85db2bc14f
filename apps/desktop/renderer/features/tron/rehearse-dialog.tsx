import { useLingui } from "@lingui/react";
import { TronWalletId } from "@lucid/contract";
import { Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog } from "../../shared/ui/index.ts";
import { sealForPayments } from "./seal-for-payments.ts";
import type { OneWalletDialogProps } from "./unlock-wallet-dialog.tsx";

/** Asks for the words from the paper: what they derive is compared with the wallet's address. */
export function RehearseDialog({ wallet, onClose }: OneWalletDialogProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const wallet_id = TronWalletId.parse(wallet.wallet_id);
  const [material, setMaterial] = useState("");
  const rehearse = useMutation({
    async mutationFn() {
      const sealed = await sealForPayments(api, { purpose: "rehearse", wallet_id, material });
      await api.client.tron.rehearseWallet({ wallet_id, sealed });
    },
    onSuccess: onClose,
  });

  return (
    <FormDialog
      title={i18n.t("Rehearse the words of “{name}”", { name: wallet.name })}
      size="lg"
      consequence={i18n.t("Type them from the paper. If this node were gone, they are all that brings the wallet back.")}
      verb={i18n.t("Compare")}
      failed={i18n.t("That did not bring the wallet back")}
      isReady={material.trim() !== ""}
      isPending={rehearse.isPending}
      error={rehearse.error}
      onSubmit={() => rehearse.mutate()}
      onClose={onClose}
    >
      <Textarea
        label={i18n.t("Its words, or its private key")}
        value={material}
        onChange={(event) => setMaterial(event.currentTarget.value)}
        rows={3}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        required
      />
    </FormDialog>
  );
}
