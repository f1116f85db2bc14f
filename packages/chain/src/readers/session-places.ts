import { type CheckpointRecord, createCheckpointReads } from "../kinds/node-checkpoint/checkpoint-reads.ts";
import { type AnchorPlace, createAnchorReads } from "../kinds/session-anchor/anchor-reads.ts";
import type { ReadContext } from "./read-context.ts";

/**
 * What the chain holds for a session: an anchor or, as long as there is none, the largest of its tree heads. Whoever
 * named the session first sent it, with whatever root and size: it is the session's own only if these are compared.
 */
export type SessionPlaces =
  | { readonly anchor: AnchorPlace; readonly lastCheckpoint?: undefined }
  | { readonly anchor?: undefined; readonly lastCheckpoint: CheckpointRecord };

/** What the chain tells of sessions, of one or of a list. */
export function createSessionReads(context: ReadContext) {
  const { anchorPlacesOf, ...anchors } = createAnchorReads(context);
  const { lastCheckpointsOf, ...checkpoints } = createCheckpointReads(context);
  return {
    ...anchors,
    ...checkpoints,
    /** A session of which the chain holds nothing is left out. */
    placesOf(sessionIds: readonly string[]): ReadonlyMap<string, SessionPlaces> {
      const places = new Map<string, SessionPlaces>();
      for (const [id, anchor] of anchorPlacesOf(sessionIds)) places.set(id, { anchor });
      const others = sessionIds.filter((id) => !places.has(id));
      for (const [id, lastCheckpoint] of lastCheckpointsOf(others)) places.set(id, { lastCheckpoint });
      return places;
    },
  };
}
