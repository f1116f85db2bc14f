import { createStore } from "zustand/vanilla";

/** How this window hears from the node: what it shows is current, or as old as `lastEventMs`. */
export interface Connection {
  /** `down` lasts until what is shown was asked for again. */
  readonly state: "connecting" | "live" | "down";
  /** Unix ms of the last thing heard; undefined before the first. */
  readonly lastEventMs: number | undefined;
}

export const connection = createStore<Connection>(() => ({ state: "connecting", lastEventMs: undefined }));
