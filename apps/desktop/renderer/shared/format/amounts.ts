/** TRX and USDT have six decimals: a sun is a millionth of a TRX. */
const DECIMALS = 6;

/** What a person typed as an amount, in the smallest unit; undefined where it is none, or has more decimals than there are. */
export function parseAmount(typed: string): string | undefined {
  const match = /^(\d{1,13})(?:[.,](\d{1,6}))?$/.exec(typed.replaceAll(/[\s\u202f]/g, ""));
  if (!match) return undefined;
  const [, whole = "", decimals = ""] = match;
  return BigInt(whole + decimals.padEnd(DECIMALS, "0")).toString();
}

/**
 * An amount in the smallest unit as people write it, with all its decimals, so that amounts stand under one another: 1 234.500000.
 * @param units decimal digits
 */
export function formatAmount(units: string, locale = "en"): string {
  const digits = units.padStart(DECIMALS + 1, "0");
  const whole = new Intl.NumberFormat("en").format(BigInt(digits.slice(0, -DECIMALS))).replaceAll(",", "\u202f");
  const point = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === "decimal")?.value ?? ".";
  return `${whole}${point}${digits.slice(-DECIMALS)}`;
}
