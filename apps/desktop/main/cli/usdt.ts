const UNITS = 1_000_000n;

/** Micro-USDT of what somebody types, such as `2.50`; undefined where it is no amount above nothing. */
export function readUsdt(typed: string): string | undefined {
  const [, whole, part = ""] = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(typed) ?? [];
  if (whole === undefined) return undefined;
  const units = BigInt(whole) * UNITS + BigInt(part.padEnd(6, "0"));
  return units === 0n ? undefined : units.toString();
}

/** All six decimals, so that amounts stand below one another and none is rounded. */
export function showUsdt(units: string | bigint): string {
  const micro = BigInt(units);
  return `${micro / UNITS}.${(micro % UNITS).toString().padStart(6, "0")}`;
}
