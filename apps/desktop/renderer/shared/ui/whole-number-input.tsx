import { useLingui } from "@lingui/react";
import { NumberInput, type NumberInputProps } from "@mantine/core";

export interface WholeNumberInputProps
  extends Omit<NumberInputProps, "value" | "onChange" | "min" | "max" | "clampBehavior" | "allowDecimal"> {
  /** NaN for an empty field. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

/** A whole number within bounds. What was typed stays as it is, and the field says what it may be: no value changes by itself. */
export function WholeNumberInput({ value, min, max, onChange, error, ...others }: WholeNumberInputProps) {
  const { i18n } = useLingui();
  return (
    <NumberInput
      {...others}
      min={min}
      max={max}
      allowDecimal={false}
      clampBehavior="none"
      value={Number.isNaN(value) ? "" : value}
      onChange={(typed) => onChange(typed === "" ? Number.NaN : Number(typed))}
      error={whyNot() ?? error}
    />
  );

  function whyNot(): string | undefined {
    if (Number.isNaN(value)) return i18n.t("must be a whole number");
    if (value < min) return i18n.t("must be at least {limit, number}", { limit: min });
    return value > max ? i18n.t("must be at most {limit, number}", { limit: max }) : undefined;
  }
}
