import { useLingui } from "@lingui/react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { PageFaultError } from "../../shared/api/page-fault.ts";
import { type PageWallet, WalletChoice } from "../wallet/index.ts";
import { proveWithWallet } from "./prove-with-wallet.ts";

/**
 * Opens the account's wallet anew, open or not, and signs with it: whoever found this computer unlocked does not know
 * the passphrase.
 */
export function StepUpChoice({ onProven }: { readonly onProven: () => void }) {
  const { i18n } = useLingui();
  const api = useApi();
  const address = useStore(api.login.state, (state) => state.account?.tron_address);

  async function prove(wallet: PageWallet): Promise<void> {
    if (wallet.address !== address) throw new PageFaultError("other-wallet");
    await proveWithWallet(api, wallet);
    onProven();
  }

  return (
    <WalletChoice
      lead={i18n.t(
        "This is asked for before what matters most. Once you have confirmed it, what you began goes on by itself, and five minutes pass before you are asked again.",
      )}
      noNewWallet={{
        title: i18n.t("Only the wallet of this account helps here"),
        text: i18n.t("Restore it with its words, if this browser does not keep it."),
      }}
      onWallet={prove}
    />
  );
}
