/** A count with thin spaces between thousands, the same in every language: 48 213. */
export const formatCount = (count: number): string => new Intl.NumberFormat("en").format(count).replaceAll(",", "\u202f");

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** A size in decimal units with at most three digits that count: 0 B, 812 kB, 1.24 GB. */
export function formatBytes(bytes: number, locale = "en"): string {
  const step = bytes < 1_000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  const digits = step === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  return `${number}\u00a0${UNITS[step]}`;
}

/** A number with exactly so many digits after the point, or after the comma. */
export const formatDecimal = (value: number, digits: number, locale = "en"): string =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** A share from 0 to 1 as per cent, never rounded up to a hundred: 99.96 % is 99.9 %. */
export function formatShare(share: number, locale = "en"): string {
  const perMille = Math.floor(share * 1_000) / 10;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(perMille)}\u00a0%`;
}
