const two = (value: number): string => String(value).padStart(2, "0");

/** A length as a clock: 02:14:30. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${two(Math.floor(whole / 3_600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** A length in its two largest units, for sentences and figures: 61 h 20 m, 4 m 10 s, 9 s. */
export function formatSpan(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  // Hours stay hours up to a hundred: "61 h 20 m" says more about work than "2 d 13 h".
  const days = whole < 360_000 ? 0 : Math.floor(whole / 86_400);
  const parts = [
    [days, "d"],
    [Math.floor(whole / 3_600) - days * 24, "h"],
    [Math.floor(whole / 60) % 60, "m"],
    [whole % 60, "s"],
  ] as const;
  const first = parts.findIndex(([value]) => value > 0);
  if (first === -1) return "0\u00a0s";
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value}\u00a0${unit}`)
    .join(" ");
}

/** The browser's own variant of a language, for dates: en-GB where the page speaks English and the browser en-GB. */
export const regionOf = (locale: string): string =>
  navigator.languages.find((tag) => tag === locale || tag.startsWith(`${locale}-`)) ?? locale;

/** A moment in local time, to the second. */
export const formatMoment = (iso: string, locale = "en"): string =>
  new Intl.DateTimeFormat(regionOf(locale), { dateStyle: "medium", timeStyle: "medium" }).format(new Date(iso));

/** A day in local time: Dec 28, 2026. */
export const formatDay = (iso: string, locale = "en"): string =>
  new Intl.DateTimeFormat(regionOf(locale), { dateStyle: "medium" }).format(new Date(iso));

/** The same moment for everybody: 2026-11-17 10:14:52 UTC. */
export const formatUtc = (iso: string): string => `${new Date(iso).toISOString().slice(0, 19).replace("T", " ")} UTC`;
