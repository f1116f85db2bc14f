import { useLingui } from "@lingui/react";
import { UserId } from "@lucid/contract";
import { SegmentedControl, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog, useAmount, useLengthWords, useTyped } from "../../shared/ui/index.ts";
import { ChoosePerson } from "../people/index.ts";

/** Asks of whom, how much and why. It counts once another person has approved it. */
export function CorrectDialog({ onClose }: { readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { payouts } = useApi().queries;
  const [payee, setPayee] = useTyped<string | null>("payee of a correction", null);
  const [isMore, setMore] = useTyped("direction of a correction", true);
  const [typed, setTyped] = useTyped("amount of a correction", "");
  const [reason, setReason] = useTyped("reason of a correction", "");
  const correct = useMutation(payouts.correct.mutationOptions({ onSuccess: onClose }));
  const { amount, error } = useAmount(typed);
  const length = useLengthWords(reason, 200);
  const isReady = payee !== null && amount !== undefined && length.error === undefined && reason.trim().length > 2;
  return (
    <FormDialog
      title={i18n.t("Correct what is owed")}
      consequence={i18n.t("It counts once a second person has approved it, within a day.")}
      verb={i18n.t("Propose it")}
      failed={i18n.t("The correction was not proposed")}
      isReady={isReady}
      isPending={correct.isPending}
      error={correct.error}
      onSubmit={() =>
        isReady && correct.mutate({ payee: UserId.parse(payee), amount: isMore ? amount : `-${amount}`, reason: reason.trim() })
      }
      onClose={onClose}
    >
      <ChoosePerson label={i18n.t("Of whom")} value={payee} onChange={setPayee} required data-autofocus />
      <SegmentedControl
        data={[
          { value: "more", label: i18n.t("Owe more") },
          { value: "less", label: i18n.t("Owe less") },
        ]}
        value={isMore ? "more" : "less"}
        onChange={(chosen) => setMore(chosen === "more")}
        aria-label={i18n.t("Direction")}
        style={{ alignSelf: "flex-start" }}
      />
      <TextInput
        label={i18n.t("Amount in {asset}", { asset: "USDT" })}
        inputMode="decimal"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={error}
        autoComplete="off"
        maw={240}
        required
      />
      <TextInput
        label={i18n.t("Reason")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        {...length}
        required
      />
    </FormDialog>
  );
}
