import { BlockRef, Count, Hash, PublicKey, Signature, type v2 } from "@lucid/proof";
import { z } from "zod";

/** What a member says of itself each two block intervals (consensus 4.10). */
export const Status = z.strictObject({ network: Hash, final: BlockRef, head: BlockRef, clock_ms: Count });
export const SignedStatus = z.strictObject({ status: Status, member: PublicKey, signature: Signature });
export type SignedStatus = z.infer<typeof SignedStatus>;

/** Durations of consensus 4.10 and 5.4, for a block interval of 10 seconds. */
const STALE_AFTER_MS = 60_000;
const MAX_CLOCK_ERROR_MS = 2_000;
/** Fewest other members whose clocks say something about the own one. */
const MIN_CLOCKS = 3;

/** The last status of each member, by monotonic time. */
export interface StatusBook {
  /** False for one that is not newer than what the member said before. */
  add(signed: SignedStatus, elapsedMs: number): boolean;
  /** Whether members with more than a third of the weight have been silent too long for this node to call anything final. */
  isStale(elapsedMs: number): boolean;
  /** Whether the own clock is so far from the others' that nothing may be signed. */
  isClockWrong(elapsedMs: number, nowMs: number): boolean;
}

interface Heard {
  readonly clockMs: number;
  readonly atMs: number;
}

export function createStatusBook(
  { genesis }: Pick<v2.Network, "genesis">,
  { ownKey, startMs, votersNow }: { readonly ownKey: string; readonly startMs: number; readonly votersNow: () => v2.Voters },
): StatusBook {
  const heard = new Map<string, Heard>();
  const staleAfterMs = (STALE_AFTER_MS * genesis.parameters.block_interval) / 10;

  /** When members with more than a third of the weight, this one among them, had last been heard. */
  function lastHeardMs(elapsedMs: number): number {
    const voters = votersNow();
    let weight = voters.weightOf(ownKey);
    if (3 * weight > voters.total) return elapsedMs;
    for (const [member, { atMs }] of [...heard].toSorted(([, left], [, right]) => right.atMs - left.atMs)) {
      weight += voters.weightOf(member);
      if (3 * weight > voters.total) return atMs;
    }
    return startMs;
  }

  return {
    add({ member, status }, elapsedMs) {
      const last = heard.get(member);
      if (last !== undefined && status.clock_ms <= last.clockMs) return false;
      heard.set(member, { clockMs: status.clock_ms, atMs: elapsedMs });
      return true;
    },
    isStale: (elapsedMs) => elapsedMs - lastHeardMs(elapsedMs) >= staleAfterMs,
    isClockWrong(elapsedMs, nowMs) {
      const recent = [...heard.values()].filter(({ atMs }) => elapsedMs - atMs < staleAfterMs);
      if (recent.length < MIN_CLOCKS) return false;
      const offsets = recent
        .map(({ clockMs, atMs }) => clockMs + elapsedMs - atMs - nowMs)
        .toSorted((left, right) => left - right);
      const middle = Math.floor(offsets.length / 2);
      const median = offsets.length % 2 === 1 ? offsets[middle] : ((offsets[middle - 1] ?? 0) + (offsets[middle] ?? 0)) / 2;
      return Math.abs(median ?? 0) > MAX_CLOCK_ERROR_MS;
    },
  };
}
