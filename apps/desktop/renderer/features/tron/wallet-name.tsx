import { useLingui } from "@lingui/react";
import { TextInput } from "@mantine/core";
import { useLengthWords } from "../../shared/ui/index.ts";

/** Characters of a wallet's name, as the contract has it. */
const LONGEST = 80;

export interface WalletNameProps {
  readonly name: string;
  readonly onChange: (name: string) => void;
  readonly error?: string | undefined;
}

/** What a wallet is called: where the caret stands in a dialog that asks for it. */
export function WalletName({ name, onChange, error }: WalletNameProps) {
  const { i18n } = useLingui();
  const length = useLengthWords(name, LONGEST);
  return (
    <TextInput
      label={i18n.t("Name of the wallet")}
      value={name}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...length}
      error={length.error ?? error}
      data-autofocus
      required
    />
  );
}
