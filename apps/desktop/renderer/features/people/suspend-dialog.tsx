import { useLingui } from "@lingui/react";
import type { Person } from "@lucid/contract";
import { Group, NumberInput, Select, Textarea } from "@mantine/core";
import { useState } from "react";
import { useLengthWords, useWrongField } from "../../shared/ui/index.ts";
import { Question } from "./question.tsx";
import { useAccountName } from "./use-account-name.ts";
import { usePersonActions } from "./use-person-actions.ts";

const HOURS = { hours: 1, days: 24, lifted: undefined } as const;
type Unit = keyof typeof HOURS;
const MAX_HOURS = 8_760;
const isUnit = (text: string | null): text is Unit => text !== null && Object.hasOwn(HOURS, text);

/** Keeps somebody out, for a reason and a time. */
export function SuspendDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { suspend } = usePersonActions();
  const wrong = useWrongField(suspend.error);
  const [reason, setReason] = useState("");
  const [amount, setAmount] = useState<number | string>(7);
  const [unit, setUnit] = useState<Unit>("days");
  const length = useLengthWords(reason, 500);
  const perUnit = HOURS[unit];
  const hours = perUnit === undefined ? undefined : Number(amount) * perUnit;
  const isTime = hours === undefined || (Number.isInteger(hours) && hours >= 1 && hours <= MAX_HOURS);
  return (
    <Question
      title={i18n.t("Suspend {name}?", { name: useAccountName()(person) })}
      consequence={i18n.t(
        "All logins of this account end at once, and nobody gets in with it until the time is over or somebody lifts it. Sessions that run go on recording until they end or are ended; recordings stay.",
      )}
      verb={i18n.t("Suspend")}
      isDangerous
      failed={i18n.t("The account was not suspended")}
      isReady={reason.trim() !== "" && length.error === undefined && isTime}
      isPending={suspend.isPending}
      error={suspend.error}
      onAnswer={() =>
        suspend.mutate({ user_id: person.user_id, reason, ...(hours === undefined ? {} : { hours }) }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <Textarea
        label={i18n.t("Reason, for those who look after people")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        {...length}
        error={length.error ?? wrong("reason")}
        autosize
        minRows={2}
        data-autofocus
      />
      <Group align="flex-end" gap={12}>
        {unit !== "lifted" && (
          <NumberInput
            label={i18n.t("For how long")}
            w={120}
            min={1}
            max={MAX_HOURS / (perUnit ?? 1)}
            allowDecimal={false}
            value={amount}
            onChange={setAmount}
            error={isTime ? undefined : i18n.t("An hour to a year")}
          />
        )}
        <Select
          aria-label={i18n.t("Unit of the time")}
          w={unit === "lifted" ? 240 : 120}
          allowDeselect={false}
          data={[
            { value: "hours", label: i18n.t("hours") },
            { value: "days", label: i18n.t("days") },
            { value: "lifted", label: i18n.t("until somebody lifts it") },
          ]}
          value={unit}
          onChange={(value) => isUnit(value) && setUnit(value)}
        />
      </Group>
    </Question>
  );
}
