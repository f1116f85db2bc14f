export interface CallSummary {
  readonly perSecond: number;
  /** Times in milliseconds, each at most 5 % off; 0 when nothing was called. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Share of calls that the node failed to serve, 0 to 1. */
  readonly errorRate: number;
}

const SECONDS = 60;
/** Eight bins per doubling from 10 us on: 168 of them reach 20 s. */
const BINS = 168;
const SMALLEST_MS = 0.01;

const binOf = (ms: number): number => Math.min(BINS - 1, Math.max(0, Math.round(8 * Math.log2(ms / SMALLEST_MS))));
const timeOf = (bin: number): number => SMALLEST_MS * 2 ** (bin / 8);

/** Counts the calls of the last minute, second by second, in 40 KB. */
export function createRecentCalls() {
  const seconds = Array.from({ length: SECONDS }, () => ({ second: -1, calls: 0, errors: 0, bins: new Uint32Array(BINS) }));

  return {
    add(elapsedMs: number, durationMs: number, failed: boolean): void {
      const second = Math.floor(elapsedMs / 1_000);
      const slot = seconds[second % SECONDS];
      if (!slot) return;
      if (slot.second !== second) {
        slot.second = second;
        slot.calls = 0;
        slot.errors = 0;
        slot.bins.fill(0);
      }
      slot.calls += 1;
      if (failed) slot.errors += 1;
      const bin = binOf(durationMs);
      slot.bins[bin] = (slot.bins[bin] ?? 0) + 1;
    },

    summary(elapsedMs: number): CallSummary {
      const oldest = Math.floor(elapsedMs / 1_000) - SECONDS;
      const recent = seconds.filter((slot) => slot.second > oldest);
      const calls = recent.reduce((sum, slot) => sum + slot.calls, 0);
      const errors = recent.reduce((sum, slot) => sum + slot.errors, 0);
      const percentile = (share: number): number => {
        let left = Math.ceil(calls * share);
        if (left === 0) return 0;
        for (let bin = 0; bin < BINS; bin++) {
          for (const slot of recent) left -= slot.bins[bin] ?? 0;
          if (left <= 0) return timeOf(bin);
        }
        return timeOf(BINS - 1);
      };
      return {
        perSecond: calls / SECONDS,
        p50Ms: percentile(0.5),
        p95Ms: percentile(0.95),
        p99Ms: percentile(0.99),
        errorRate: calls === 0 ? 0 : errors / calls,
      };
    },
  };
}
