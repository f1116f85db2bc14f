import { useLingui } from "@lingui/react";
import type { PayeeBalance } from "@lucid/contract";
import { Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatAmount } from "../../shared/format/index.ts";
import { FormDialog, LinkShownOnce, useAmount } from "../../shared/ui/index.ts";

export interface ClaimDialogProps {
  readonly balance: PayeeBalance;
  readonly onClose: () => void;
}

const HOURS = [24, 72, 168, 720] as const;

/** Makes a link by which a payee names where they are paid, and shows it, once. */
export function ClaimDialog({ balance: { payee, accrued }, onClose }: ClaimDialogProps) {
  const { i18n } = useLingui();
  const make = useMutation(useApi().queries.claims.make.mutationOptions());
  const [typed, setTyped] = useState(formatAmount(accrued, i18n.locale));
  const [hours, setHours] = useState<number>(168);
  const { amount, error } = useAmount(typed, accrued);
  const spans: Record<(typeof HOURS)[number], string> = {
    24: i18n.t("a day"),
    72: i18n.t("three days"),
    168: i18n.t("a week"),
    720: i18n.t("30 days"),
  };
  if (make.data)
    return (
      <LinkShownOnce
        path={make.data.path}
        title={i18n.t("The claim link")}
        power={i18n.t("Whoever has it says where the money goes. Send it in a way that only the payee reads.")}
        reach={i18n.t("It leads to the address under which you opened this page: the payee must reach it, too.")}
        onClose={onClose}
      />
    );
  return (
    <FormDialog
      title={i18n.t("Make a claim link")}
      consequence={i18n.t(
        "Whoever has the link names the TRON address that the amount is paid to, once. The payout keeps to the limits and approvals of all. Until then nothing is paid to this payee by itself.",
      )}
      verb={i18n.t("Make the link")}
      failed={i18n.t("The link was not made")}
      isReady={amount !== undefined}
      isPending={make.isPending}
      error={make.error}
      onSubmit={() => amount !== undefined && make.mutate({ payee, amount, expires_in_hours: hours })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Amount in {asset}", { asset: "USDT" })}
        description={i18n.t("At most {amount}", { amount: formatAmount(accrued, i18n.locale) })}
        inputMode="decimal"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={error}
        autoComplete="off"
        maw={240}
        data-autofocus
        required
      />
      <Select
        label={i18n.t("Counts for")}
        data={HOURS.map((count) => ({ value: String(count), label: spans[count] }))}
        value={String(hours)}
        onChange={(value) => setHours(HOURS.find((count) => String(count) === value) ?? hours)}
        allowDeselect={false}
        maw={240}
      />
    </FormDialog>
  );
}
