import { useLingui } from "@lingui/react";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, useTyped, useWrongField } from "../../shared/ui/index.ts";
import { WalletName } from "./wallet-name.tsx";

/** Adds an account whose key is elsewhere. */
export function WatchDialog({ onClose }: { readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const watch = useMutation(useApi().queries.tron.watchWallet.mutationOptions());
  const wrong = useWrongField(watch.error);
  const [name, setName] = useTyped("name of a watched wallet", "");
  const [address, setAddress] = useTyped("address of a watched wallet", "");

  return (
    <FormDialog
      title={i18n.t("Watch an address")}
      consequence={i18n.t("What it holds and its transfers are shown. Nothing can be paid from it here.")}
      verb={i18n.t("Watch it")}
      failed={i18n.t("The wallet was not added")}
      isReady={name.trim() !== "" && address.trim() !== ""}
      isPending={watch.isPending}
      error={watch.error}
      onSubmit={() => watch.mutate({ name: name.trim(), tron_address: address.trim() }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <WalletName name={name} onChange={setName} error={wrong("name")} />
      <TextInput
        label={i18n.t("TRON address")}
        placeholder="T…"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        error={wrong("tron_address")}
        autoComplete="off"
        spellCheck={false}
        required
      />
    </FormDialog>
  );
}
