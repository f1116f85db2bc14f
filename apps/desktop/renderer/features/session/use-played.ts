import { useMemo, useSyncExternalStore } from "react";
import type { Player } from "../player/index.ts";

export interface Played {
  /** Chunks whose hash was found right in this page. */
  readonly checked: ReadonlySet<number>;
  /** Chunks that did not open. */
  readonly bad: ReadonlySet<number>;
}

const nothing: ReadonlySet<number> = new Set();
const never = (): (() => void) => () => undefined;

/** What the player has found out about chunks, without drawing the page for every moment that it plays. */
export function usePlayed(player: Player | undefined): Played {
  const subscribe = player?.state.subscribe ?? never;
  const checked = useSyncExternalStore(subscribe, () => player?.state.getState().checked ?? nothing);
  const bad = useSyncExternalStore(subscribe, () => player?.state.getState().bad);
  return useMemo(() => ({ checked, bad: bad ? new Set(bad.keys()) : nothing }), [checked, bad]);
}
