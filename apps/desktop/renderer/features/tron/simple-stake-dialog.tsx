import { useLingui } from "@lingui/react";
import { type StakingAction, TronWalletId } from "@lucid/contract";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { Dialog, ErrorNotice, Waiting } from "../../shared/ui/index.ts";
import { StakeConfirm } from "./stake-confirm.tsx";
import { stakingKinds } from "./staking-words.ts";
import type { OneWalletDialogProps } from "./unlock-wallet-dialog.tsx";

export interface SimpleStakeDialogProps extends OneWalletDialogProps {
  readonly kind: "withdraw" | "cancel-unfreezing" | "claim";
}

/** For what needs nothing said: shows what it would do, and orders it. */
export function SimpleStakeDialog({ wallet, kind, onClose }: SimpleStakeDialogProps) {
  const { i18n } = useLingui();
  const action: StakingAction = { kind };
  const wallet_id = TronWalletId.parse(wallet.wallet_id);
  const asked = { input: { wallet_id, ...action }, gcTime: 0, refetchOnWindowFocus: false };
  const forecast = useQuery(useApi().queries.tron.forecastStaking.queryOptions(asked));
  const title = i18n.t("{what}: {name}", { what: stakingKinds(i18n)[kind].label, name: wallet.name });
  if (forecast.data) return <StakeConfirm {...{ wallet, onClose, title, action, forecast: forecast.data }} />;
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      {forecast.error ? (
        <ErrorNotice error={forecast.error} title={i18n.t("The node did not say what it would do")} />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
    </Dialog>
  );
}
