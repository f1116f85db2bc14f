import { createStore } from "zustand/vanilla";

/** How this window hears from the node: what it shows is current, or as old as `lastEventMs`. */
export interface Connection {
  /** `down` lasts until what is shown was asked for again. */
  readonly state: "connecting" | "live" | "down";
  /** Unix ms of the last thing heard; undefined before the first. */
  readonly lastEventMs: number | undefined;
  /** How far the node's clock is ahead of this computer's, in ms, negative behind: what the node dates is counted by its own clock. */
  readonly aheadMs: number;
}

export const connection = createStore<Connection>(() => ({ state: "connecting", lastEventMs: undefined, aheadMs: 0 }));

/** A beat that says less than this of another time says how long it was on its way. */
const JITTER_MS = 1_000;

/** Takes over the node's time from a beat. */
export function setByBeat(timestamp: string): void {
  const aheadMs = Date.parse(timestamp) - Date.now();
  if (Math.abs(aheadMs - connection.getState().aheadMs) > JITTER_MS) connection.setState({ aheadMs });
}
