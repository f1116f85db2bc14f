import { useLingui } from "@lingui/react";
import { Group, NumberInput, Select, Stack, Switch } from "@mantine/core";

const HOURS = { hours: 1, days: 24, lifted: undefined } as const;
type Unit = keyof typeof HOURS;
const MAX_HOURS = 8_760;
const isUnit = (text: string | null): text is Unit => text !== null && Object.hasOwn(HOURS, text);

/** For how long, and what becomes of the sessions that run. */
export interface SuspensionTerms {
  readonly amount: number | string;
  readonly unit: Unit;
  readonly keepsSessions: boolean;
}

export const USUAL_TERMS: SuspensionTerms = { amount: 7, unit: "days", keepsSessions: false };

/** As the node takes them; undefined where the time is none. */
export function suspensionOf({ amount, unit, keepsSessions }: SuspensionTerms) {
  const perUnit = HOURS[unit];
  const hours = perUnit === undefined ? undefined : Number(amount) * perUnit;
  if (hours !== undefined && !(Number.isInteger(hours) && hours >= 1 && hours <= MAX_HOURS)) return undefined;
  const sessions: "keep" | "end" = keepsSessions ? "keep" : "end";
  return { sessions, ...(hours === undefined ? {} : { hours }) };
}

export function SuspensionFields({
  terms,
  onChange,
}: {
  readonly terms: SuspensionTerms;
  readonly onChange: (terms: SuspensionTerms) => void;
}) {
  const { i18n } = useLingui();
  const { amount, unit, keepsSessions } = terms;
  return (
    <Stack>
      <Group align="flex-end" gap={12}>
        {unit !== "lifted" && (
          <NumberInput
            label={i18n.t("For how long")}
            w={120}
            min={1}
            max={MAX_HOURS / HOURS[unit]}
            allowDecimal={false}
            clampBehavior="none"
            value={amount}
            onChange={(value) => onChange({ ...terms, amount: value })}
            error={suspensionOf(terms) ? undefined : i18n.t("An hour to a year")}
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
          onChange={(value) => isUnit(value) && onChange({ ...terms, unit: value })}
        />
      </Group>
      <Switch
        label={i18n.t("Let sessions that run go on without anybody in them")}
        description={i18n.t("Else they are ended and sealed; what is not saved elsewhere is gone.")}
        checked={keepsSessions}
        onChange={(event) => onChange({ ...terms, keepsSessions: event.currentTarget.checked })}
      />
    </Stack>
  );
}
