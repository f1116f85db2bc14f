import { WINDOW_PRECISION, WINDOW_SLOTS } from "../state/account.ts";
import type { Usage } from "../state/tables.ts";

/** Usage is averaged with so many parts (ChainConstant.PRECISION of java-tron). */
const PRECISION = 1_000_000n;

const divideCeil = (numerator: bigint, denominator: bigint): bigint =>
  numerator / denominator + (numerator % denominator > 0n ? 1n : 0n);

/** What is left of an average after `passed` slots of a window; java-tron counts this in floating point, and so does this. */
function decayed(average: bigint, passed: bigint, window: bigint): bigint {
  if (passed === 0n) return average;
  if (passed >= window) return 0n;
  const decay = Number(window - passed) / Number(window);
  return BigInt(Math.round(Number(average) * decay));
}

/** Free bandwidth: always the whole window (`increase` of java-tron's ResourceProcessor). */
export function addFreeUsage(last: Omit<Usage, "window">, used: bigint, slot: bigint): Omit<Usage, "window"> {
  const average = decayed(divideCeil(last.used * PRECISION, WINDOW_SLOTS), slot - last.slot, WINDOW_SLOTS);
  return { used: ((average + divideCeil(used * PRECISION, WINDOW_SLOTS)) * WINDOW_SLOTS) / PRECISION, slot };
}

/** What an account's own bandwidth or energy has used after `used` more (`increaseV2` of java-tron's ResourceProcessor). */
export function addUsage(last: Usage, used: bigint, slot: bigint): Usage {
  const passed = slot - last.slot;
  const window = last.window / WINDOW_PRECISION;
  const average = decayed(divideCeil(last.used * PRECISION, window), passed, window);
  const added = divideCeil(used * PRECISION, WINDOW_SLOTS);
  const total = (average * window + added * WINDOW_SLOTS) / PRECISION;
  const remaining = (average * window) / PRECISION;
  const whole = WINDOW_SLOTS * WINDOW_PRECISION;
  if (remaining === 0n) return { used: total, slot, window: whole };
  const rest = last.window - passed * WINDOW_PRECISION;
  const next = divideCeil(remaining * rest + used * whole, total);
  return { used: total, slot, window: next < whole ? next : whole };
}

/** What of a usage still counts in `slot`. */
export const usedBy = (last: Usage, slot: bigint): bigint => {
  const window = last.window / WINDOW_PRECISION;
  const average = decayed(divideCeil(last.used * PRECISION, window), slot - last.slot, window);
  return (average * window) / PRECISION;
};
export const freeUsedBy = (last: Omit<Usage, "window">, slot: bigint): bigint => addFreeUsage(last, 0n, slot).used;

/** The usage of an owner whose resource comes back from a receiver together with what was used of it (`unDelegateIncreaseV2`). */
export function takeOverUsage(owner: Usage, receiver: Usage, used: bigint, slot: bigint): Usage {
  const own = addUsage(owner, 0n, slot);
  const total = own.used + used;
  const whole = WINDOW_SLOTS * WINDOW_PRECISION;
  if (total === 0n) return { used: 0n, slot, window: whole };
  const next = divideCeil(own.used * own.window + used * receiver.window, total);
  return { used: total, slot, window: next < whole ? next : whole };
}
