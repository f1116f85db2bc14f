import { useLingui } from "@lingui/react";
import { HashHex } from "@lucid/contract";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, useTyped } from "../../shared/ui/index.ts";

/** Nothing, or what may become a transaction while it is typed. */
const IS_BEGUN = /^[0-9a-f]{0,63}$/;

/** Takes in a transfer by its transaction, and compares again. */
export function FindTransferDialog({ onClose }: { readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { invoices, payouts } = useApi().queries;
  const [typed, setTyped] = useTyped("transfer to find", "");
  const compare = useMutation(payouts.reconcile.mutationOptions({ onSuccess: onClose }));
  const find = useMutation(invoices.find.mutationOptions({ onSuccess: () => compare.mutate({}) }));
  const transaction = typed.trim().toLowerCase();
  const named = HashHex.safeParse(transaction);
  return (
    <FormDialog
      title={i18n.t("Look for a transfer")}
      consequence={i18n.t(
        "An explorer of the network lists what came into the wallet. What the chain's receipt proves is taken in, and is for an invoice as if it had been listed.",
      )}
      verb={i18n.t("Take it in")}
      failed={i18n.t("It was not taken in")}
      isReady={named.success}
      isPending={find.isPending || compare.isPending}
      error={find.error ?? compare.error}
      onSubmit={() => named.success && find.mutate({ transaction_id: named.data })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Transaction")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={named.success || IS_BEGUN.test(transaction) ? undefined : i18n.t("A transaction has 64 hex digits.")}
        autoComplete="off"
        spellCheck={false}
        required
        data-autofocus
      />
    </FormDialog>
  );
}
