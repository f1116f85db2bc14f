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
import { type BranchState, parametersAt, rosterAt, weightsAt } from "../state/branch-state.ts";
import { dealSeats } from "./deal.ts";

/** A time (unix seconds) from which on one member may build one position. */
export interface Turn {
  readonly at: Position;
  readonly rank: number;
  readonly time: number;
}

/** What the turns above a block depend on: who was a member before the epoch, and which keys are in force now. */
type Seating = BranchState;

/** Whose turn it is above a block, which is the same whatever its epoch contains. */
export interface Schedule {
  /** Keys of a slot's leader and its fallbacks. */
  seats(above: Seating, slot: number): readonly string[];
  /** The key whose block of this rank is valid at a position; undefined for a rank that the slot does not have. */
  producerAt(above: Seating, at: Position, rank: number): string | undefined;
  /** The latest turn of a key that is on at `time`, on a head of an earlier position. */
  current(above: Seating, key: string, time: number, head: Position): Turn | undefined;
  /** When the next turn of a key begins: always after `time`. */
  next(above: Seating, key: string, time: number): number;
}

type Dealing = readonly (readonly number[])[];

/** Epochs of one roster whose dealing is kept: a branch is rarely further behind. */
const MAX_DEALINGS = 8;

export function createSchedule({ genesis, hash }: Pick<v2.Network, "genesis" | "hash">): Schedule {
  const { parameters } = genesis;
  const dealings = new WeakMap<v2.MemberList, Map<string, Dealing>>();
  const lag = Math.ceil((parameters.max_fallbacks * parameters.leader_timeout) / parameters.block_interval) + 1;

  function dealingOf(above: Seating, epoch: number): Dealing {
    const list = rosterAt(above, epoch);
    const weights = weightsAt(above, epoch);
    const ofList = dealings.get(list) ?? new Map<string, Dealing>();
    dealings.set(list, ofList);
    const inForce = parametersAt(above, epoch);
    const name = `${epoch}|${inForce.cooldown_slots}|${weights.join()}`;
    const known = ofList.get(name);
    if (known !== undefined) return known;
    const roster = list.members.map(({ entity }, index) => ({ entity, leaderWeight: weights[index] ?? 1 }));
    const dealt = dealSeats({ network: hash, epoch, roster, parameters: inForce });
    if (ofList.size >= MAX_DEALINGS) ofList.clear();
    ofList.set(name, dealt);
    return dealt;
  }

  /** A seat is its entity's: its newest key builds, and that of the roster once the entity has left (consensus 3.3). */
  function seats(above: Seating, slot: number): readonly string[] {
    const epoch = epochOf(genesis, slot);
    const roster = rosterAt(above, epoch);
    const { current } = above.lists.members;
    const indexes = dealingOf(above, epoch)[slot - epoch * parameters.epoch_slots] ?? [];
    const seated = indexes.flatMap((index) => roster.members[index] ?? []);
    if (roster === current) return seated.map(({ public_key }) => public_key);
    return seated.map(({ entity, public_key }) => current.members.find((one) => one.entity === entity)?.public_key ?? public_key);
  }

  function producerAt(above: Seating, { slot, position }: Position, rank: number): string | undefined {
    const keys = seats(above, slot);
    return rank < keys.length ? keys[(position + rank) % keys.length] : undefined;
  }

  function turnsAround(above: Seating, key: string, time: number): Turn[] {
    const now = positionAt(genesis, time);
    const middle = now === undefined ? 0 : ordinalOf(genesis, now);
    const turns: Turn[] = [];
    for (let ordinal = Math.max(0, middle - lag); ordinal <= middle + 1; ordinal += 1) {
      const at = positionOf(genesis, ordinal);
      const keys = seats(above, at.slot);
      for (let rank = 0; rank < keys.length; rank += 1)
        if (keys[(at.position + rank) % keys.length] === key) turns.push({ at, rank, time: expectedTime(genesis, at, rank) });
    }
    return turns;
  }

  return {
    seats,
    producerAt,
    current: (above, key, time, head) =>
      turnsAround(above, key, time).findLast(
        (turn) => turn.time <= time && time < turn.time + parameters.block_interval && comparePositions(head, turn.at) < 0,
      ),
    next(above, key, time) {
      const first = positionAt(genesis, time);
      const nextPosition = first === undefined ? genesis.genesis_time : expectedTime(genesis, first) + parameters.block_interval;
      const later = turnsAround(above, key, time).flatMap((turn) => (turn.time > time ? [turn.time] : []));
      return Math.min(nextPosition, ...later);
    },
  };
}
