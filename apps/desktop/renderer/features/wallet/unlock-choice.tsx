import { useLingui } from "@lingui/react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { PageFaultError } from "../../shared/api/page-fault.ts";
import { openAccountIdentity } from "./account-identity.ts";
import { holdWallet, type PageWallet } from "./vault.ts";
import { WalletChoice } from "./wallet-choice.tsx";

/** Opens the wallet of the account that is logged in, and the account's encryption identity with it. */
export function UnlockChoice({ onWallet }: { readonly onWallet: (wallet: PageWallet) => void }) {
  const { i18n } = useLingui();
  const api = useApi();
  const account = useStore(api.login.state, (state) => state.account);

  async function accept(wallet: PageWallet): Promise<void> {
    if (account && wallet.address !== account.tron_address) {
      throw new PageFaultError("other-wallet");
    }
    holdWallet(wallet);
    await openAccountIdentity(api, wallet);
    onWallet(wallet);
  }

  return (
    <WalletChoice
      lead={i18n.t("Your signature, or the key to what you recorded, is needed: it is in the wallet of this account.")}
      noNewWallet={{
        title: i18n.t("Only the wallet of this account helps here"),
        text: i18n.t(
          "A new one could not open what was encrypted for this one. Restore it with its words, on this or any other computer.",
        ),
      }}
      onWallet={accept}
    />
  );
}
