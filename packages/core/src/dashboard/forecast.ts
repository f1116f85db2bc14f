import type { StorageForecast } from "@lucid/contract";

export interface Measured {
  /** Milliseconds of a time that only goes on. */
  readonly steady: number;
  readonly stored_bytes: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How the stored bytes went on from the first to the last of the samples, and what that means for the room that is left.
 * Less than a day says nothing of the next: people record by day.
 */
export function forecastStorage(samples: readonly Measured[], freeBytes: number): StorageForecast {
  const [first] = samples;
  const last = samples.at(-1);
  const measuredMs = first && last ? last.steady - first.steady : 0;
  const measured_hours = Math.floor(measuredMs / HOUR_MS);
  if (!first || !last || measuredMs < DAY_MS) return { kind: "measuring", measured_hours };
  const grown = last.stored_bytes - first.stored_bytes;
  if (grown <= 0) return { kind: "not-growing", measured_hours };
  const perDay = (grown / measuredMs) * DAY_MS;
  return { kind: "full-in", measured_hours, days: freeBytes / perDay, bytes_per_day: Math.round(perDay) };
}
