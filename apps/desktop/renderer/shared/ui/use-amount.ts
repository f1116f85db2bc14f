import { useLingui } from "@lingui/react";
import { formatAmount, parseAmount } from "../format/index.ts";

export interface TypedAmount {
  /** In the smallest unit; undefined while what is typed is no amount that may be sent. */
  readonly amount: string | undefined;
  /** At the field: why it is none. Nothing while there is nothing, or while somebody is about to type the rest of it. */
  readonly error: string | undefined;
}

const isBegun = (typed: string): boolean => /^\s*(?:\d[\d\s\u202f]{0,18}[.,])?\s*$/.test(typed);

/** Reads an amount as it is typed, of which there may be a `most` (smallest unit, decimal digits). */
export function useAmount(typed: string, most?: string): TypedAmount {
  const { i18n } = useLingui();
  const amount = parseAmount(typed);
  if (amount === undefined) {
    const error = isBegun(typed) ? undefined : i18n.t("An amount has digits, and at most six after the point.");
    return { amount: undefined, error };
  }
  if (most !== undefined && BigInt(amount) > BigInt(most))
    return { amount: undefined, error: i18n.t("At most {amount}", { amount: formatAmount(most, i18n.locale) }) };
  return amount === "0" ? { amount: undefined, error: i18n.t("More than 0.") } : { amount, error: undefined };
}
