import { useLingui } from "@lingui/react";
import { Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, Note, useWrongField } from "../../shared/ui/index.ts";
import { usePaymentsOn } from "../tron/index.ts";
import { lockVault } from "../wallet/index.ts";

/** Says what goes and what stays, and takes the wallet's address for a yes. */
export function DeleteOwnAccount({ address, onClose }: { readonly address: string; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { queries, login } = useApi();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const remove = useMutation(
    queries.account.delete.mutationOptions({
      onSuccess() {
        lockVault();
        login.forget();
        void navigate({ to: "/login" });
      },
    }),
  );
  const isPaying = usePaymentsOn();
  const wrong = useWrongField(remove.error);

  return (
    <FormDialog
      title={i18n.t("Delete your account on this node?")}
      consequence={i18n.t(
        "Your wallet address, names, logins and sealed key are erased from this node for good; only an id is left. Your drafts are deleted.",
      )}
      keep={i18n.t("Keep it")}
      verb={i18n.t("Delete my account")}
      weight="dangerous"
      failed={i18n.t("Your account was not deleted")}
      isReady={typed.trim() === address}
      isPending={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate({ tron_address: typed.trim() })}
      onClose={onClose}
    >
      <Text>
        {i18n.t(
          "Your recordings stay until their retention ends, and you can no longer open them here: export what you want to keep first. Your address still stands in their signed manifests.",
        )}
      </Text>
      {isPaying && (
        <Note>{i18n.t("Your wallets for payments are removed with their keys: only their words bring them back.")}</Note>
      )}
      <Text c="dimmed">
        {i18n.t("The wallet itself is not touched. With it you can begin anew here, as somebody without a past.")}
      </Text>
      <TextInput
        label={i18n.t("Your wallet address, to confirm")}
        description={address}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={wrong("tron_address")}
        autoComplete="off"
        data-autofocus
      />
    </FormDialog>
  );
}
