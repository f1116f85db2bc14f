import type { AnchorPlace, ChainRead, CheckpointRecord, SessionPlaces } from "@lucid/chain";
import type { SessionRepository } from "./session-repository.ts";
import type { SessionRecord } from "./session-row.ts";

/** As much of a session as tells its own anchor from another one's. */
export type PlacedSession = Pick<SessionRecord, "sessionId" | "chunkCount" | "merkleRoot" | "manifestHash">;

/** What the chain holds under a session's id and is not the session's. */
export interface ForeignPlace {
  readonly type: "session_anchor" | "node_checkpoint";
  readonly place: AnchorPlace | CheckpointRecord;
  readonly chunkCount: number;
}

/** What the chain holds for a session, compared with the session. */
export interface OwnPlace {
  readonly anchor: AnchorPlace | undefined;
  /** How many of its first chunks a block commits. */
  readonly proven: number;
  /** When the recording of the last of them ended, Unix milliseconds, as long as there is no anchor. */
  readonly headEndedAt: number | undefined;
  readonly foreign: ForeignPlace | undefined;
}

/** Where sessions stand on the chain, many for one question. */
export interface OwnPlaces {
  /** By id. A session of which the chain holds nothing is left out. */
  of(sessions: readonly PlacedSession[]): ReadonlyMap<string, OwnPlace>;
}

export interface OwnPlacesDeps {
  /** The chain of this node, and those it was part of before, each with the key that it had there. */
  readonly chains: readonly { readonly read: Pick<ChainRead, "placesOf">; readonly node: string }[];
  readonly repository: Pick<SessionRepository, "headsOf">;
}

const NOTHING = { anchor: undefined, proven: 0, headEndedAt: undefined, foreign: undefined } as const;

/**
 * Anybody may name the id of somebody else's session on the chain, and whoever does so first has it for ever. So what
 * stands there counts only if this node sent it and if it says what the session's rows say.
 */
export function createOwnPlaces({ chains, repository }: OwnPlacesDeps): OwnPlaces {
  function ownAnchor(session: PlacedSession, place: AnchorPlace, node: string): OwnPlace {
    const isOwn =
      place.sender === node &&
      place.merkle_root === session.merkleRoot &&
      place.chunk_count === session.chunkCount &&
      place.manifest_hash === session.manifestHash;
    return isOwn
      ? { ...NOTHING, anchor: place, proven: session.chunkCount }
      : { ...NOTHING, foreign: { type: "session_anchor", place, chunkCount: place.chunk_count } };
  }

  function ownHead(
    session: PlacedSession,
    place: CheckpointRecord,
    heads: ReturnType<SessionRepository["headsOf"]>,
    node: string,
  ): OwnPlace {
    const head = heads.get(session.sessionId);
    const foreign: OwnPlace = { ...NOTHING, foreign: { type: "node_checkpoint", place, chunkCount: place.size } };
    if (place.sender !== node || place.size > session.chunkCount || head === undefined) return foreign;
    // A head from before roots were kept: nothing to compare it with, so that it counts for nothing.
    if (head.root === null) return NOTHING;
    return head.root === place.root ? { ...NOTHING, proven: place.size, headEndedAt: head.endedAt } : foreign;
  }

  /** What one chain holds of them. */
  function on(
    { read, node }: OwnPlacesDeps["chains"][number],
    sessions: readonly PlacedSession[],
  ): ReadonlyMap<string, OwnPlace> {
    const placed = read.placesOf(sessions.map(({ sessionId }) => sessionId));
    const heads = repository.headsOf([...placed].flatMap(([id, places]) => headAsked(id, places)));
    return new Map(
      sessions.flatMap((session) => {
        const places = placed.get(session.sessionId);
        if (places === undefined) return [];
        const own = places.anchor
          ? ownAnchor(session, places.anchor, node)
          : ownHead(session, places.lastCheckpoint, heads, node);
        return [[session.sessionId, own] as const];
      }),
    );
  }

  return {
    of(sessions) {
      const [first = new Map<string, OwnPlace>(), ...others] = chains.map((chain) => on(chain, sessions));
      if (others.length === 0) return first;
      const found = new Map(first);
      for (const other of others) {
        for (const [id, place] of other) if (place.foreign === undefined || !found.has(id)) found.set(id, place);
      }
      return found;
    },
  };
}

const headAsked = (sessionId: string, { lastCheckpoint }: SessionPlaces) =>
  lastCheckpoint === undefined ? [] : [[sessionId, lastCheckpoint.size] as const];
