import { useLingui } from "@lingui/react";
import { type TronWallet, TronWalletId } from "@lucid/contract";
import { PasswordInput, Select } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog } from "../../shared/ui/index.ts";
import { sealForPayments } from "./seal-for-payments.ts";

const SECONDS = [60, 300, 1_800, 3_600] as const;

export interface OneWalletDialogProps {
  readonly wallet: TronWallet;
  readonly onClose: () => void;
}

/** Asks for the passphrase, and for how long the key may stay in memory. */
export function UnlockWalletDialog({ wallet, onClose }: OneWalletDialogProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const wallet_id = TronWalletId.parse(wallet.wallet_id);
  const [passphrase, setPassphrase] = useState("");
  const [seconds, setSeconds] = useState<number>(300);
  const unlock = useMutation({
    async mutationFn() {
      const sealed = await sealForPayments(api, { purpose: "unlock", wallet_id, passphrase });
      await api.client.tron.unlockWallet({ wallet_id, sealed, seconds });
    },
    onSuccess: onClose,
  });
  const spans: Record<(typeof SECONDS)[number], string> = {
    60: i18n.t("a minute"),
    300: i18n.t("5 minutes"),
    1800: i18n.t("half an hour"),
    3600: i18n.t("an hour"),
  };

  return (
    <FormDialog
      title={i18n.t("Unlock “{name}”", { name: wallet.name })}
      consequence={i18n.t("Its key is in the memory of the process of payments until the time is over, and nowhere else.")}
      verb={i18n.t("Unlock")}
      failed={i18n.t("The wallet was not unlocked")}
      isReady={passphrase !== ""}
      isPending={unlock.isPending}
      error={unlock.error}
      onSubmit={() => unlock.mutate()}
      onClose={onClose}
    >
      <PasswordInput
        label={i18n.t("Passphrase")}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
        required
      />
      <Select
        label={i18n.t("For")}
        data={SECONDS.map((count) => ({ value: String(count), label: spans[count] }))}
        value={String(seconds)}
        onChange={(value) => setSeconds(SECONDS.find((count) => String(count) === value) ?? seconds)}
        allowDeselect={false}
        maw={240}
      />
    </FormDialog>
  );
}
