import { useLingui } from "@lingui/react";
import { Divider } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { PageFaultError } from "../../shared/api/page-fault.ts";
import { hasPasskeys, PasskeyButton, proveWithPasskey } from "../passkeys/index.ts";
import { CodeForm } from "../second-factor/index.ts";
import { type PageWallet, WalletChoice } from "../wallet/index.ts";
import { proveWithWallet } from "./prove-with-wallet.ts";

/**
 * Opens the account's wallet anew, open or not, and signs with it: whoever found this computer unlocked does not know
 * the passphrase. Or asks for another proof that the account has.
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

  const passkeys = useQuery(api.queries.logins.passkeys.queryOptions());
  const factor = useQuery(api.queries.logins.secondFactor.queryOptions());
  const canUsePasskey = passkeys.data?.available === true && passkeys.data.passkeys.length > 0 && hasPasskeys();

  return (
    <>
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
      {factor.data?.enabled === true && (
        <>
          <Divider my="md" label={i18n.t("or")} />
          <CodeForm
            action={i18n.t("Confirm with the code")}
            failed={i18n.t("That did not work")}
            takesBackupCode
            hasCaret={false}
            onCode={async (code) => {
              await api.client.logins.stepUp({ method: "totp", code });
              onProven();
            }}
          />
        </>
      )}
      {canUsePasskey && (
        <PasskeyButton
          label={i18n.t("Use a passkey instead")}
          failed={i18n.t("That did not work")}
          onUse={async () => {
            await proveWithPasskey(api);
            onProven();
          }}
        />
      )}
    </>
  );
}
