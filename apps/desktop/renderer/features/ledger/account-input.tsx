import { useLingui } from "@lingui/react";
import { WholeNumberInput } from "../../shared/ui/index.ts";

const LAST_ACCOUNT = 99;

export const isAccount = (account: number): boolean => Number.isInteger(account) && account >= 0 && account <= LAST_ACCOUNT;

export interface AccountInputProps {
  readonly account: number;
  readonly isDisabled: boolean;
  readonly onChange: (account: number) => void;
}

/** Which account of the device: the n of 44'/195'/n'/0/0. */
export function AccountInput({ account, isDisabled, onChange }: AccountInputProps) {
  const { i18n } = useLingui();
  return (
    <WholeNumberInput
      label={i18n.t("Account on the device")}
      description={i18n.t("The first is 0.")}
      value={account}
      min={0}
      max={LAST_ACCOUNT}
      onChange={onChange}
      disabled={isDisabled}
      maw={240}
    />
  );
}
