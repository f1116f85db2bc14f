import { type CheckpointRecord, createCheckpointReads } from "../kinds/node-checkpoint/checkpoint-reads.ts";
import { type AnchorRecord, createAnchorReads } from "../kinds/session-anchor/anchor-reads.ts";
import type { ReadContext } from "./read-context.ts";

/** Where a session stands on the chain: its anchor, and the largest of its tree heads. */
export interface SessionPlaces {
  readonly anchor?: AnchorRecord;
  readonly lastCheckpoint?: CheckpointRecord;
}

/** What the chain tells of sessions, of one or of a list. */
export function createSessionReads(context: ReadContext) {
  const { anchorsOf, ...anchors } = createAnchorReads(context);
  const { lastCheckpointsOf, ...checkpoints } = createCheckpointReads(context);
  return {
    ...anchors,
    ...checkpoints,
    /** A session of which the chain holds nothing is left out. */
    placesOf(sessionIds: readonly string[]): ReadonlyMap<string, SessionPlaces> {
      const places = new Map<string, SessionPlaces>();
      for (const [id, anchor] of anchorsOf(sessionIds)) places.set(id, { anchor });
      for (const [id, lastCheckpoint] of lastCheckpointsOf(sessionIds)) places.set(id, { ...places.get(id), lastCheckpoint });
      return places;
    },
  };
}
