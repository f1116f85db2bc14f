import { useLingui } from "@lingui/react";
import type { Person } from "@lucid/contract";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { FormDialog } from "../../shared/ui/index.ts";
import { useAccountName } from "./use-account-name.ts";
import { usePersonActions } from "./use-person-actions.ts";

/** Erases somebody from the node. What is meant is typed, so that no slip of the hand does it. */
export function DeleteAccountDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { remove } = usePersonActions();
  const [typed, setTyped] = useState("");
  const name = useAccountName()(person);
  return (
    <FormDialog
      title={i18n.t("Delete the account of {name}?", { name })}
      consequence={i18n.t(
        "Wallet address, names, logins and the sealed key are erased for good; only an id is left. Recordings stay until their own retention ends, and nobody opens them any more who cannot open them otherwise. Drafts are deleted. The address still stands in the signed manifests of the recordings.",
      )}
      verb={i18n.t("Delete the account")}
      weight="dangerous"
      failed={i18n.t("The account was not deleted")}
      isReady={typed.trim() === name}
      isPending={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate({ user_id: person.user_id }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Type “{name}” to confirm", { name })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
    </FormDialog>
  );
}
