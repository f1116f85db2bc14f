import { useLingui } from "@lingui/react";
import { type TronWallet, TronWalletId } from "@lucid/contract";
import { PasswordInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { sealForPayments } from "./seal-for-payments.ts";

/** Enough to be signed; a wallet that was unlocked for longer stays so. */
const UNLOCK_S = 60;

export interface Unlock {
  /** The field for the passphrase; nothing where the wallet is unlocked. */
  readonly field: ReactNode;
  readonly isReady: boolean;
  /** Unlocks the wallet for a minute, unless it is. */
  unlock(): Promise<void>;
}

/** What asks for a wallet's passphrase where it is needed to sign something. */
export function useUnlock(wallet: TronWallet): Unlock {
  const { i18n } = useLingui();
  const api = useApi();
  const wallet_id = TronWalletId.parse(wallet.wallet_id);
  const [passphrase, setPassphrase] = useState("");
  // One on a device is not unlocked here: it signs there.
  const isLocked = wallet.kind === "hot" && wallet.unlocked_until === null;
  return {
    field: isLocked && (
      <PasswordInput
        label={i18n.t("Passphrase of the wallet")}
        description={i18n.t("It is locked. It is unlocked for a minute.")}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
        required
      />
    ),
    isReady: !isLocked || passphrase !== "",
    async unlock() {
      if (!isLocked) return;
      const sealed = await sealForPayments(api, { purpose: "unlock", wallet_id, passphrase });
      await api.client.tron.unlockWallet({ wallet_id, sealed, seconds: UNLOCK_S });
    },
  };
}
