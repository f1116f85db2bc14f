/** A time of day in local time: 10:14:52, or 10:14 for scales. */
export function formatTimeOfDay(ms: number, locale: string, seconds = true): string {
  const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(locale, seconds ? { ...options, second: "2-digit" } : options).format(ms);
}
