import type { Genesis } from "@lucid/proof";

/** A place for one block: the position counts the block intervals inside a slot from 0. */
export interface Position {
  readonly slot: number;
  readonly position: number;
}

type Timing = Pick<Genesis, "genesis_time" | "parameters">;

export const positionsPerSlot = ({ parameters }: Timing): number => parameters.slot_duration / parameters.block_interval;

export const epochOf = ({ parameters }: Timing, slot: number): number => Math.floor(slot / parameters.epoch_slots);

/** Unix seconds at which the producer of this rank may build: T + rank x leader_timeout. */
export function expectedTime({ genesis_time, parameters }: Timing, at: Position, rank = 0): number {
  const { slot_duration, block_interval, leader_timeout } = parameters;
  return genesis_time + at.slot * slot_duration + at.position * block_interval + rank * leader_timeout;
}

/** The position whose interval contains this time (unix seconds, may be fractional). Undefined before slot 0. */
export function positionAt(timing: Timing, time: number): Position | undefined {
  const since = time - timing.genesis_time;
  if (since < 0) return undefined;
  return positionOf(timing, Math.floor(since / timing.parameters.block_interval));
}

/** The position that follows. */
export const nextPosition = (timing: Timing, at: Position): Position => positionOf(timing, ordinalOf(timing, at) + 1);

/** Counts positions from slot 0 on. */
export const ordinalOf = (timing: Timing, at: Position): number => at.slot * positionsPerSlot(timing) + at.position;

export function positionOf(timing: Timing, ordinal: number): Position {
  const positions = positionsPerSlot(timing);
  return { slot: Math.floor(ordinal / positions), position: ordinal % positions };
}

/** Negative if `left` comes before `right`, 0 if they are the same. */
export const comparePositions = (left: Position, right: Position): number =>
  left.slot - right.slot || left.position - right.position;
