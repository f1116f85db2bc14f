import type { v2 } from "@lucid/proof";
import {
  comparePositions,
  epochOf,
  expectedTime,
  ordinalOf,
  type Position,
  positionAt,
  positionOf,
} from "../../schedule/slots.ts";
import { dealSeats } from "./deal.ts";

/** A time (unix seconds) from which on one member may build one position. */
export interface Turn {
  readonly at: Position;
  readonly rank: number;
  readonly time: number;
}

/** Whose turn it is, in a network whose membership does not change. */
export interface Schedule {
  /** Keys of a slot's leader and its fallbacks. */
  seats(slot: number): readonly string[];
  /** The key whose block of this rank is valid at a position; undefined for a rank that the slot does not have. */
  producerAt(at: Position, rank: number): string | undefined;
  /** The latest turn of a key that is on at `time`, on a head of an earlier position. */
  current(key: string, time: number, head: Position): Turn | undefined;
  /** When the next turn of a key begins: always after `time`. */
  next(key: string, time: number): number;
}

/** Epochs whose dealing is kept: a branch is rarely further behind. */
const MAX_DEALINGS = 8;

export function createSchedule({ genesis, hash }: Pick<v2.Network, "genesis" | "hash">): Schedule {
  const { parameters, members } = genesis;
  const roster = members.map(({ entity }) => ({ entity, leaderWeight: 1 }));
  const dealings = new Map<number, readonly (readonly number[])[]>();
  const lag = Math.ceil((parameters.max_fallbacks * parameters.leader_timeout) / parameters.block_interval) + 1;

  function dealingOf(epoch: number): readonly (readonly number[])[] {
    const known = dealings.get(epoch);
    if (known !== undefined) return known;
    const dealt = dealSeats({ network: hash, epoch, roster, parameters });
    if (dealings.size >= MAX_DEALINGS) dealings.clear();
    dealings.set(epoch, dealt);
    return dealt;
  }

  function seats(slot: number): readonly string[] {
    const epoch = epochOf(genesis, slot);
    const indexes = dealingOf(epoch)[slot - epoch * parameters.epoch_slots] ?? [];
    return indexes.flatMap((index) => members[index]?.public_key ?? []);
  }

  function producerAt({ slot, position }: Position, rank: number): string | undefined {
    const keys = seats(slot);
    return rank < keys.length ? keys[(position + rank) % keys.length] : undefined;
  }

  function turnsAround(key: string, time: number): Turn[] {
    const now = positionAt(genesis, time);
    const middle = now === undefined ? 0 : ordinalOf(genesis, now);
    const turns: Turn[] = [];
    for (let ordinal = Math.max(0, middle - lag); ordinal <= middle + 1; ordinal += 1) {
      const at = positionOf(genesis, ordinal);
      const keys = seats(at.slot);
      for (let rank = 0; rank < keys.length; rank += 1)
        if (producerAt(at, rank) === key) turns.push({ at, rank, time: expectedTime(genesis, at, rank) });
    }
    return turns;
  }

  return {
    seats,
    producerAt,
    current: (key, time, head) =>
      turnsAround(key, time).findLast(
        (turn) => turn.time <= time && time < turn.time + parameters.block_interval && comparePositions(head, turn.at) < 0,
      ),
    next(key, time) {
      const first = positionAt(genesis, time);
      const nextPosition = first === undefined ? genesis.genesis_time : expectedTime(genesis, first) + parameters.block_interval;
      const later = turnsAround(key, time).flatMap((turn) => (turn.time > time ? [turn.time] : []));
      return Math.min(nextPosition, ...later);
    },
  };
}
