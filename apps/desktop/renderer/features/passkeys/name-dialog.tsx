import { useLingui } from "@lingui/react";
import type { Passkey } from "@lucid/contract";
import { Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { FormDialog, useLengthWords, useTyped } from "../../shared/ui/index.ts";

export interface NameDialogProps {
  /** Undefined for a new one, which is made after it got its name. */
  readonly passkey: Passkey | undefined;
  readonly onClose: () => void;
  /** A rejection is shown. */
  readonly onName: (name: string) => Promise<void>;
}

/** Asks for the name of a passkey. */
export function NameDialog({ passkey, onClose, onName }: NameDialogProps) {
  const { i18n } = useLingui();
  const [name, setName] = useTyped(`name of passkey ${passkey?.passkey_id ?? ""}`, passkey?.name ?? "");
  const length = useLengthWords(name, 60);
  const [isSaving, setIsSaving] = useState(false);
  const [error, setError] = useState<unknown>();

  async function save(): Promise<void> {
    setIsSaving(true);
    setError(undefined);
    try {
      await onName(name.trim());
    } catch (thrown) {
      setError(thrown);
      setIsSaving(false);
    }
  }

  return (
    <FormDialog
      title={passkey ? i18n.t("Rename the passkey") : i18n.t("Add a passkey")}
      verb={passkey ? i18n.t("Save") : i18n.t("Continue")}
      failed={i18n.t("The passkey was not saved")}
      isReady={name.trim() !== "" && length.error === undefined}
      isPending={isSaving}
      error={error}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {!passkey && (
        <Text>{i18n.t("Your browser asks next where to keep it: in this device, in a phone, or on a security key.")}</Text>
      )}
      <TextInput
        label={i18n.t("Name of the passkey")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        {...length}
        description={length.description ?? i18n.t("By which you know it later, such as the device that keeps it.")}
        data-autofocus
        required
      />
    </FormDialog>
  );
}
