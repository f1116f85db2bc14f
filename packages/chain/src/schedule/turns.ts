import type { Genesis } from "@lucid/proof";
import type { Elect } from "./election.ts";
import { expectedTime, ordinalOf, type Position, positionAt, positionOf, positionsPerSlot } from "./slots.ts";

/** A time (unix seconds) at which one producer may build one position. */
export interface Turn {
  readonly at: Position;
  readonly rank: number;
  readonly time: number;
}

export interface Schedule {
  /** The turn that is on now: the latest one that has begun, if it began less than a block interval ago. */
  current(time: number): Turn | undefined;
  /** When to look again: the next turn, or the end of the slots looked at. Always after `time`. */
  next(time: number): number;
}

/** The turns of one producer under an election. Times are unix seconds and may be fractional. */
export function createSchedule(genesis: Genesis, elect: Elect, producer: string): Schedule {
  const { block_interval, leader_timeout, max_fallbacks } = genesis.parameters;
  /** Positions by which the last fallback's turn can lag behind. */
  const lag = Math.ceil((max_fallbacks * leader_timeout) / block_interval);

  function turnAt(ordinal: number): Turn | undefined {
    const at = positionOf(genesis, ordinal);
    const rank = elect(at.slot).indexOf(producer);
    return rank < 0 ? undefined : { at, rank, time: expectedTime(genesis, at, rank) };
  }

  function ordinalAt(time: number): number {
    const at = positionAt(genesis, time);
    return at === undefined ? -1 : ordinalOf(genesis, at);
  }

  return {
    current(time) {
      const now = ordinalAt(time);
      for (let ordinal = now; ordinal >= Math.max(0, now - lag); ordinal -= 1) {
        const turn = turnAt(ordinal);
        if (turn !== undefined && turn.time <= time) return time - turn.time < block_interval ? turn : undefined;
      }
      return undefined;
    },
    next(time) {
      const now = ordinalAt(time);
      const end = Math.max(now, 0) + positionsPerSlot(genesis) + lag;
      let earliest = expectedTime(genesis, positionOf(genesis, end));
      for (let ordinal = Math.max(0, now - lag); ordinal <= end; ordinal += 1) {
        const turn = turnAt(ordinal);
        if (turn !== undefined && turn.time > time) earliest = Math.min(earliest, turn.time);
      }
      return earliest;
    },
  };
}
