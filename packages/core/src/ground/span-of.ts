const UNITS = [
  ["days", 86_400_000],
  ["hours", 3_600_000],
  ["minutes", 60_000],
] as const;

/** A span in its largest unit of which there are two or more. */
export function spanOf(ms: number): string {
  const [name, unit] = UNITS.find(([, size]) => ms >= 2 * size) ?? ["seconds", 1_000];
  return `${Math.round(ms / unit)} ${name}`;
}
