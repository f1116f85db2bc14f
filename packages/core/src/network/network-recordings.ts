import type { Log } from "@lucid/foundation";
import { canonicalJson, v2 } from "@lucid/proof";
import type { GrowingRecording, SealedRecording } from "../sessions/index.ts";
import type { Joined } from "./network-module.ts";
import type { NetworkRepository } from "./network-repository.ts";

export interface RecordingsOfNode {
  /** Recordings that are sealed and that a tag can name, oldest first. */
  sealed(): readonly string[];
  /** Undefined for one that is not sealed, is deleted, or cannot be anchored yet. */
  recording(sessionId: string): SealedRecording | undefined;
  /** The head of a running session; undefined for any other. */
  growing(sessionId: string): Promise<GrowingRecording | undefined>;
  /** The path from the first leaves of a sealed session's tree to all of them. */
  continues(sessionId: string, from: number): Promise<readonly string[] | undefined>;
}

export interface NetworkRecordingsDeps {
  readonly log: Log;
  readonly repository: NetworkRepository;
  readonly sessions: RecordingsOfNode;
}

interface ToAnchor {
  readonly sessionId: string;
  readonly anchor: v2.Anchor;
}

/** Items of one list of anchors, and of one of heads (consensus 6.4). */
const MAX_ANCHORS = 64;
const MAX_HEADS = 400;

/**
 * Has the network make every sealed recording of this node final, and keeps the proof as soon as there is one. While a session runs
 * the head of its tree goes there as well, once a block: its anchor then has to go on from what was final.
 */
export function createNetworkRecordings({ log, repository, sessions }: NetworkRecordingsDeps, joined: Joined) {
  const { engine, network } = joined;
  const waiting = new Set(sessions.sealed().filter((id) => !repository.isAnchored(network.hash, id)));
  /** Running sessions that have grown since their head was sent. */
  const grown = new Set<string>();
  let lastHeads: string | undefined;

  const tagOf = ({ sessionId, salt }: Pick<SealedRecording, "sessionId" | "salt">): string => v2.sessionTag(sessionId, salt);

  async function itemOf(recording: SealedRecording): Promise<ToAnchor> {
    const { sessionId, manifestHash, grantHash, merkleRoot, chunkCount } = recording;
    const tag = tagOf(recording);
    const { size = chunkCount } = engine.headsOf([tag]).get(tag) ?? {};
    const path = size === chunkCount ? undefined : await sessions.continues(sessionId, size);
    const stated = { manifest_hash: manifestHash, grant_hash: grantHash, merkle_root: merkleRoot, chunk_count: chunkCount };
    return { sessionId, anchor: { tag, ...stated, consistency: path === undefined ? null : [...path] } };
  }

  function send(items: readonly ToAnchor[]): void {
    const outcome = engine.submit(
      "session_anchors",
      items.map(({ anchor }) => anchor),
    );
    if (outcome.ok) {
      const rows = items.map(({ sessionId }, item) => ({ session_id: sessionId, transaction_id: outcome.id, item }));
      return done(rows);
    }
    const [only, ...others] = items;
    if (only === undefined) return;
    if (others.length > 0) return items.forEach((one) => send([one]));
    // It was sent before a crash that came between the chain's disk and this row.
    const found = outcome.reason === "anchored" ? engine.findAnchor(only.anchor.tag) : undefined;
    if (found === undefined)
      return log.error({ session_id: only.sessionId, reason: outcome.reason }, "network: an anchor is refused");
    done([{ session_id: only.sessionId, transaction_id: found.id, item: found.item }]);
  }

  function done(rows: Parameters<NetworkRepository["anchored"]>[1]): void {
    repository.anchored(network.hash, rows);
    for (const { session_id } of rows) waiting.delete(session_id);
  }

  const isPending = (id: string): boolean => engine.isUnderWay(id) && engine.placeOf(id) === undefined;

  /** Heads of sessions that run, no second list before the first one is in a block. */
  async function sendHeads(): Promise<void> {
    if (grown.size === 0 || (lastHeads !== undefined && isPending(lastHeads))) return;
    const taken = [...grown].slice(0, MAX_HEADS);
    const found = await Promise.all(taken.map((id) => sessions.growing(id)));
    for (const id of taken) grown.delete(id);
    const heads = found.flatMap((one) => (one === undefined ? [] : [{ tag: tagOf(one), size: one.size, root: one.root }]));
    const known = engine.headsOf(heads.map(({ tag }) => tag));
    const news = heads.filter(({ tag, size }) => size > (known.get(tag)?.size ?? 0));
    if (news.length === 0) return;
    const outcome = engine.submit("node_checkpoint", news);
    if (outcome.ok) lastHeads = outcome.id;
    // The next chunk brings the next head.
    else log.warn({ reason: outcome.reason, heads: news.length }, "network: the heads of running sessions are refused");
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
      if (sessions.recording(sessionId) === undefined) grown.add(sessionId);
      else if (!repository.isAnchored(network.hash, sessionId)) waiting.add(sessionId);
    },
    /** Called again and again: sends what waits, and keeps what has become final. */
    async go(): Promise<void> {
      collect();
      if (!engine.isSender) return;
      await sendHeads();
      const ready = [...waiting].flatMap((id) => sessions.recording(id) ?? []).slice(0, MAX_ANCHORS);
      if (ready.length > 0) send(await Promise.all(ready.map(itemOf)));
    },
    get waiting(): number {
      return waiting.size + repository.openAnchors(network.hash).length;
    },
  };
}
export type NetworkRecordings = ReturnType<typeof createNetworkRecordings>;
