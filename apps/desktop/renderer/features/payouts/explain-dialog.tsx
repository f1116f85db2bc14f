import { useLingui } from "@lingui/react";
import { TronAddress, type WalletComparison } from "@lucid/contract";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, useLengthWords, useTyped } from "../../shared/ui/index.ts";

/** Letters of a reason, as the node takes it. */
const LONGEST = 200;

/** Asks what it is by which a wallet differs. A large difference counts once a second person agrees. */
export function ExplainDialog({ wallet, onClose }: { readonly wallet: WalletComparison; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { payouts } = useApi().queries;
  const [typed, setTyped] = useTyped(`explanation of ${wallet.address}`, "");
  const explain = useMutation(payouts.explain.mutationOptions({ onSuccess: onClose }));
  const reason = typed.trim();
  const length = useLengthWords(reason, LONGEST);
  const isReady = reason.length > 2 && length.error === undefined;
  return (
    <FormDialog
      title={i18n.t("Say what it was")}
      consequence={i18n.t(
        "From then on the wallet is held to what it holds now. A transfer that an invoice waits for is not said here: look for it.",
      )}
      verb={i18n.t("Record it")}
      failed={i18n.t("It was not recorded")}
      isReady={isReady}
      isPending={explain.isPending}
      error={explain.error}
      onSubmit={() =>
        isReady && explain.mutate({ address: TronAddress.parse(wallet.address), amount: wallet.difference, reason })
      }
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("What it was")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        {...length}
        required
        data-autofocus
      />
    </FormDialog>
  );
}
