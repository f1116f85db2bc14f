import type { Clock } from "@lucid/foundation";

/** Whoever moves nothing for so long while a button is down does not drag: the connection hangs, or its client is gone without a word. */
const QUIET_MS = 10_000;

/** Whose pointer the display hears: while a client holds a button, no other's (VNCServerST::pointerEvent of TigerVNC). */
export interface PointerTurns {
  /** Whether the display hears a pointer message of this client, with these buttons. */
  take(clientId: number, buttons: number): boolean;
  /** The client's connection to the display is gone. */
  leave(clientId: number): void;
}

/** `letGo` lets go of what a client holds that has been quiet while another one presses a button, which counts from its next message on. */
export function createPointerTurns(deps: {
  readonly clock: Pick<Clock, "elapsed">;
  readonly letGo: (clientId: number) => void;
}): PointerTurns {
  let holder: { readonly clientId: number; readonly heardAt: number } | undefined;
  return {
    take(clientId, buttons) {
      const now = deps.clock.elapsed();
      if (holder !== undefined && holder.clientId !== clientId) {
        if (buttons !== 0 && now - holder.heardAt >= QUIET_MS) deps.letGo(holder.clientId);
        return false;
      }
      holder = buttons === 0 ? undefined : { clientId, heardAt: now };
      return true;
    },
    leave(clientId) {
      if (holder?.clientId === clientId) holder = undefined;
    },
  };
}
