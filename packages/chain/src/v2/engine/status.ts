import { BlockRef, Count, Hash, PublicKey, Signature, type v2 } from "@lucid/proof";
import { z } from "zod";

/** What a member says of itself each two block intervals (consensus 4.10). */
export const Status = z.strictObject({ network: Hash, final: BlockRef, head: BlockRef, clock_ms: Count });
export const SignedStatus = z.strictObject({ status: Status, member: PublicKey, signature: Signature });
export type SignedStatus = z.infer<typeof SignedStatus>;

/** Durations of consensus 4.10 and 5.4, for a block interval of 10 seconds. */
const STALE_AFTER_MS = 60_000;
const MAX_CLOCK_ERROR_MS = 2_000;
/** A status that came by itself may have been on its way: how long says only one that was asked for, in so many intervals once. */
const ASKED_EVERY_INTERVALS = 2;
/** Fewest other members whose clocks say something about the own one. */
const MIN_CLOCKS = 3;

/** The last status of each member, by monotonic time. */
export interface StatusBook {
  /**
   * False for one that is not newer than what the member said before. `askedMs` is when it was asked for, of one that its member gave
   * as an answer.
   */
  add(signed: SignedStatus, elapsedMs: number, askedMs?: number): boolean;
  /** Whether members with more than a third of the weight have been silent too long for this node to call anything final. */
  isStale(elapsedMs: number): boolean;
  /**
   * Whether the own clock is so far from the others' that nothing may be signed (consensus 5.4). Statuses that were long on their way
   * look like those of clocks that are behind: of a member that was asked lately, only what its answer cannot explain counts.
   */
  isClockWrong(elapsedMs: number, nowMs: number): boolean;
  /** Whether it is time to ask members for their statuses: by what came by itself, the own clock is ahead. */
  isAskDue(elapsedMs: number, nowMs: number): boolean;
}

interface Heard {
  readonly clockMs: number;
  readonly atMs: number;
}

/** An answer: the member's clock showed this at some moment between question and receipt. */
interface Answered extends Heard {
  readonly askedMs: number;
}

export function createStatusBook(
  { genesis }: Pick<v2.Network, "genesis">,
  { ownKey, startMs, votersNow }: { readonly ownKey: string; readonly startMs: number; readonly votersNow: () => v2.Voters },
): StatusBook {
  const heard = new Map<string, Heard>();
  const answers = new Map<string, Answered>();
  const staleAfterMs = (STALE_AFTER_MS * genesis.parameters.block_interval) / 10;
  let askedAtMs = Number.NEGATIVE_INFINITY;

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

  /** How far the clocks of those that were heard lately are ahead of the own one, as `offsetOf` says: the one in the middle. */
  function medianOf(elapsedMs: number, offsetOf: (member: string, heard: Heard) => number): number {
    const recent = [...heard].filter(([, { atMs }]) => elapsedMs - atMs < staleAfterMs);
    if (recent.length < MIN_CLOCKS) return 0;
    const offsets = recent.map(([member, one]) => offsetOf(member, one)).toSorted((left, right) => left - right);
    const middle = Math.floor(offsets.length / 2);
    const median = offsets.length % 2 === 1 ? offsets[middle] : ((offsets[middle - 1] ?? 0) + (offsets[middle] ?? 0)) / 2;
    return median ?? 0;
  }

  return {
    add({ member, status }, elapsedMs, askedMs) {
      const last = heard.get(member);
      if (last !== undefined && status.clock_ms <= last.clockMs) return false;
      const now = { clockMs: status.clock_ms, atMs: elapsedMs };
      heard.set(member, now);
      if (askedMs !== undefined) answers.set(member, { ...now, askedMs });
      return true;
    },
    isStale: (elapsedMs) => elapsedMs - lastHeardMs(elapsedMs) >= staleAfterMs,
    isClockWrong(elapsedMs, nowMs) {
      const median = medianOf(elapsedMs, (member, { clockMs, atMs }) => {
        const least = clockMs + elapsedMs - atMs - nowMs;
        const answer = answers.get(member);
        if (least >= 0 || answer === undefined || elapsedMs - answer.atMs >= staleAfterMs) return least;
        const most = answer.clockMs + elapsedMs - answer.askedMs - nowMs;
        return Math.max(least, Math.min(most, 0));
      });
      return Math.abs(median) > MAX_CLOCK_ERROR_MS;
    },
    isAskDue(elapsedMs, nowMs) {
      if (elapsedMs - askedAtMs < ASKED_EVERY_INTERVALS * 1_000 * genesis.parameters.block_interval) return false;
      if (medianOf(elapsedMs, (_, { clockMs, atMs }) => clockMs + elapsedMs - atMs - nowMs) >= -MAX_CLOCK_ERROR_MS) return false;
      askedAtMs = elapsedMs;
      return true;
    },
  };
}
