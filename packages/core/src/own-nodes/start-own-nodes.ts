import { hostname } from "node:os";
import { EmergencyId } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import { type EmergencyBook, holdsEverywhere } from "../emergency/index.ts";
import type { Ground } from "../ground/index.ts";
import type { SharedStore } from "../shared-store/index.ts";
import { createPresence } from "./presence.ts";

export interface OwnNodesDeps {
  readonly shared: Pick<SharedStore, "notices">;
  readonly book: Pick<EmergencyBook, "open">;
}

/** The nodes of this owner that share a store with this one. */
export function startOwnNodes(
  { clock, log, keys, version }: Pick<Ground, "clock" | "log" | "keys" | "version">,
  { shared, book }: OwnNodesDeps,
): Area {
  const presence = createPresence({
    ...{ clock, log },
    self: { node: keys.publicKey, name: hostname(), version },
    holds: () =>
      book
        .open()
        .filter(holdsEverywhere)
        .map(({ emergency_id }) => EmergencyId.parse(emergency_id)),
  });
  // Nobody waits for the others: what they say comes with the beats of the store.
  void shared.notices?.serve(presence);
  return {
    services: { ownNodes: { list: () => ({ shared: shared.notices !== undefined, nodes: presence.list() }) } },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
