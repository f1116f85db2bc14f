import type { Log } from "@lucid/foundation";
import { canonicalJson, v2 } from "@lucid/proof";
import type { SealedRecording } from "../sessions/index.ts";
import type { Joined } from "./network-module.ts";
import type { NetworkRepository } from "./network-repository.ts";

export interface RecordingsOfNode {
  /** Recordings that are sealed and that a tag can name, oldest first. */
  sealed(): readonly string[];
  /** Undefined for one that is not sealed, is deleted, or cannot be anchored yet. */
  recording(sessionId: string): SealedRecording | undefined;
}

export interface NetworkRecordingsDeps {
  readonly log: Log;
  readonly repository: NetworkRepository;
  readonly sessions: RecordingsOfNode;
}

/** Items of one list of anchors (consensus 6.4). */
const MAX_ANCHORS = 64;

/** Has the network make every sealed recording of this node final, and keeps the proof as soon as there is one. */
export function createNetworkRecordings({ log, repository, sessions }: NetworkRecordingsDeps, joined: Joined) {
  const { engine, network } = joined;
  const waiting = new Set(sessions.sealed().filter((id) => !repository.isAnchored(network.hash, id)));

  function itemOf({ sessionId, salt, manifestHash, grantHash, merkleRoot, chunkCount }: SealedRecording): v2.Anchor {
    const tag = v2.sessionTag(sessionId, salt);
    const stated = { manifest_hash: manifestHash, grant_hash: grantHash, merkle_root: merkleRoot, chunk_count: chunkCount };
    return { tag, ...stated, consistency: null };
  }

  function send(recordings: readonly SealedRecording[]): void {
    const outcome = engine.submit("session_anchors", recordings.map(itemOf));
    if (outcome.ok) {
      const rows = recordings.map(({ sessionId }, item) => ({ session_id: sessionId, transaction_id: outcome.id, item }));
      return done(recordings, rows);
    }
    const [only, ...others] = recordings;
    if (only === undefined) return;
    if (others.length > 0) return recordings.forEach((one) => send([one]));
    // It was sent before a crash that came between the chain's disk and this row.
    const found = outcome.reason === "anchored" ? engine.findAnchor(itemOf(only).tag) : undefined;
    if (found === undefined)
      return log.error({ session_id: only.sessionId, reason: outcome.reason }, "network: an anchor is refused");
    done(recordings, [{ session_id: only.sessionId, transaction_id: found.id, item: found.item }]);
  }

  function done(recordings: readonly SealedRecording[], rows: Parameters<NetworkRepository["anchored"]>[1]): void {
    repository.anchored(network.hash, rows);
    for (const { sessionId } of recordings) waiting.delete(sessionId);
  }

  /** Keeps the proofs of what has become final; what was lost on its way waits anew. */
  function collect(): void {
    for (const { session_id, transaction_id, item } of repository.openAnchors(network.hash)) {
      const evidence = engine.evidence(transaction_id, item);
      if (evidence !== undefined) {
        const handovers = [...engine.handovers()];
        const proof: v2.NetworkProof = {
          format: "lucid-network-proof",
          version: 1,
          genesis: network.genesis,
          handovers,
          evidence,
        };
        repository.prove(network.hash, session_id, canonicalJson(proof));
      } else if (engine.placeOf(transaction_id) === undefined && !engine.isUnderWay(transaction_id)) {
        repository.forgetAnchor(network.hash, session_id);
        waiting.add(session_id);
      }
    }
  }

  return {
    /** A session changed: it may have been sealed. */
    look(sessionId: string): void {
      if (sessions.recording(sessionId) !== undefined && !repository.isAnchored(network.hash, sessionId)) waiting.add(sessionId);
    },
    /** Called again and again: sends what waits, and keeps what has become final. */
    go(): void {
      collect();
      if (!engine.isSender || waiting.size === 0) return;
      const ready = [...waiting].flatMap((id) => sessions.recording(id) ?? []).slice(0, MAX_ANCHORS);
      if (ready.length > 0) send(ready);
    },
    get waiting(): number {
      return waiting.size + repository.openAnchors(network.hash).length;
    },
  };
}
export type NetworkRecordings = ReturnType<typeof createNetworkRecordings>;
