import type { Clock } from "@lucid/foundation";
import { type ClockMark, sinceMark } from "./clock-marks.ts";

/**
 * Unix milliseconds that only ever go on, whatever is done to the machine's clock: what lasts longer than a process is
 * measured with them, as a login does. People are told the time of day.
 */
export interface SteadyTime {
  /** Whole milliseconds. */
  now(): number;
  /** The time of day at a moment of it, as the machine's clock has it now. */
  toWall(steadyMs: number): number;
}

/** Longest time that a machine is taken to have been off: every login has ended by then, and a wrong clock adds no more. */
const LONGEST_OFF_MS = 8 * 86_400_000;

/** Goes on where the last process stopped. Time in which the machine was off is what its clock says, within bounds. */
export function createSteadyTime(clock: Clock, mark: ClockMark | undefined): SteadyTime {
  const startedMs = firstMoment(clock, mark);
  const startedElapsed = clock.elapsed();
  const now = (): number => Math.floor(startedMs + clock.elapsed() - startedElapsed);
  return { now, toWall: (steadyMs) => Math.round(clock.now() + steadyMs - now()) };
}

function firstMoment(clock: Clock, mark: ClockMark | undefined): number {
  if (mark === undefined) return clock.now();
  const passed = sinceMark(clock, mark);
  if (passed !== undefined) return mark.steadyMs + passed;
  return Math.max(mark.steadyMs, Math.min(clock.now(), mark.steadyMs + LONGEST_OFF_MS));
}
