import type { Connection } from "@libp2p/interface";
import type { Clock } from "@lucid/foundation";
import { canonicalBytes, sha256Hex } from "@lucid/proof";
import {
  type BlockRange,
  ignore,
  type NetworkNode,
  type NetworkPort,
  reject,
  type Topic,
  type Verdict,
} from "../engine/network-port.ts";
import { createContents } from "./contents.ts";
import type { PeerBook } from "./peer-book.ts";
import type { PeersMetrics } from "./peers.metrics.ts";
import { ask } from "./questions.ts";
import type { Fault, Standing } from "./standing.ts";
import {
  type Announcement,
  MAX_GOSSIP_BYTES,
  type MembershipAnswer,
  type MembershipRequest,
  maxContentBytes,
  type Question,
  questionProtocol,
  readAnnouncement,
  readMembershipAnswer,
  readPeerList,
  writeMembershipAnswer,
  writePeerList,
} from "./wire.ts";

export interface ConversationDeps {
  readonly node: () => NetworkNode | undefined;
  readonly standing: Standing;
  readonly book: PeerBook;
  readonly metrics: PeersMetrics;
  readonly blame: (key: string, fault: Fault, reason?: string) => void;
  readonly connectionsOf: (key: string) => readonly Connection[];
  /** Keys of the peers that are connected. */
  readonly connected: () => ReadonlySet<string>;
  readonly publish: (topic: Topic, bytes: Uint8Array) => Promise<void>;
  readonly isMember: (key: string) => boolean;
  readonly onFailure: (error: unknown) => void;
  /** What becomes of a request for membership: undefined where nobody decides about it here. */
  readonly onRequest: ((key: string, request: MembershipRequest) => MembershipAnswer) | undefined;
  readonly clock: Clock;
  readonly stopped: AbortSignal;
}

export type Conversation = ReturnType<typeof createConversation>;

/** What is said between this node and its peers, by gossip and by questions, and who pays for what was wrong with it. */
export function createConversation(
  deps: ConversationDeps,
  { network, maxBlockBytes }: { readonly network: string; readonly maxBlockBytes: number },
) {
  const { standing, book, blame, connectionsOf, stopped } = deps;
  const protocol = questionProtocol(network);
  const contents = createContents();

  /** Calls into the node; what fails there is not the peer's fault. */
  function judged(work: (node: NetworkNode) => Verdict | Promise<Verdict>): Verdict | Promise<Verdict> {
    const node = deps.node();
    if (node === undefined || stopped.aborted) return ignore("not_running");
    try {
      const verdict = work(node);
      return verdict instanceof Promise ? verdict.catch(failed) : verdict;
    } catch (error) {
      return failed(error);
    }
  }

  function failed(error: unknown): Verdict {
    deps.onFailure(error);
    return ignore("failed");
  }

  function receive(key: string, topic: Topic, bytes: Uint8Array): Verdict | Promise<Verdict> {
    const verdict = judged((node) => node.receive(key, topic, bytes));
    return verdict instanceof Promise ? verdict.then((later) => noted(key, topic, later)) : noted(key, topic, verdict);
  }

  function noted(key: string, topic: Topic, verdict: Verdict): Verdict {
    deps.metrics.messages.inc({ topic, verdict: verdict.kind });
    if (verdict.kind === "reject") blame(key, "rejected", verdict.reason);
    if (verdict.kind === "accept") book.praise(key, deps.clock.now());
    return verdict;
  }

  /** Fetches a content from whom announced it, and keeps what the node accepts for those who hear of it next. */
  async function fetchAnnounced(key: string, topic: Topic, { announced, size }: Announcement): Promise<Verdict> {
    if (size <= MAX_GOSSIP_BYTES || size > maxContentBytes(topic, maxBlockBytes)) {
      blame(key, "rejected", "an announcement of a wrong size");
      return reject("wrong_size");
    }
    const [bytes] = await question(key, { kind: "content", hash: announced });
    if (bytes === undefined) return ignore("not_fetched");
    if (bytes.length !== size || sha256Hex(bytes) !== announced) {
      blame(key, "wrong_answer", "not what was announced");
      return reject("wrong_content");
    }
    const verdict = await receive(key, topic, bytes);
    if (verdict.kind === "accept") contents.add(bytes);
    return verdict;
  }

  /** The frames of an answer; none where there was no answer. */
  async function question(key: string, content: Question): Promise<readonly Uint8Array[]> {
    const [connection] = connectionsOf(key);
    if (connection === undefined) return [];
    const asked = await ask(connection, protocol, content, {
      ...{ maxBlockBytes, stopped, clock: deps.clock, patience: standing.patience(key) },
    });
    if (asked.kind === "answered") {
      standing.praise(key);
      return asked.frames;
    }
    if (!stopped.aborted && connection.status === "open") blame(key, asked.fault, content.kind);
    return [];
  }

  function framesFor(key: string, content: Question): readonly Uint8Array[] {
    const node = deps.node();
    switch (content.kind) {
      case "blocks":
        return node?.serve({ tip: content.tip, from: content.from }) ?? [];
      case "status":
        return listOf(node?.greeting("status"));
      case "certificate":
        return listOf(node?.greeting("certificates"));
      case "content":
        return listOf(contents.get(content.hash));
      case "peers": {
        const here = deps.connected();
        return [writePeerList(book.peers.filter((peer) => here.has(peer.key)))];
      }
      case "join":
      case "approve":
        return decide(key, content);
    }
  }

  function decide(key: string, request: MembershipRequest): readonly Uint8Array[] {
    const decided = stopped.aborted ? undefined : deps.onRequest?.(key, request);
    return decided === undefined ? [] : [writeMembershipAnswer(decided)];
  }

  async function learnPeers(key: string): Promise<void> {
    for (const frame of await question(key, { kind: "peers" })) {
      const peers = readPeerList(frame);
      if (peers === undefined) return blame(key, "malformed", "a list of peers");
      for (const peer of peers) if (deps.isMember(peer.key)) book.learn(peer, false);
    }
  }

  const port: NetworkPort = {
    broadcast(topic, bytes) {
      const isLarge = bytes.length > MAX_GOSSIP_BYTES;
      const said = isLarge ? canonicalBytes({ announced: contents.add(bytes), size: bytes.length }) : bytes;
      if (!stopped.aborted) deps.publish(topic, said).catch(deps.onFailure);
    },
    request(peer, range) {
      fetchRange(peer, range).catch(deps.onFailure);
    },
    askStatuses() {
      for (const key of deps.connected()) fetchStatus(key).catch(deps.onFailure);
    },
  };

  async function fetchStatus(key: string): Promise<void> {
    const askedMs = deps.clock.elapsed();
    for (const frame of await question(key, { kind: "status" }))
      noted(key, "status", await judged((node) => node.receiveStatus(key, frame, askedMs)));
  }

  async function fetchRange(key: string, { tip, from }: BlockRange): Promise<void> {
    const blocks = await question(key, { kind: "blocks", tip, from });
    const verdict = await judged((node) => node.receiveBlocks(key, { tip, from }, blocks));
    if (verdict.kind === "reject") blame(key, "wrong_answer", verdict.reason);
  }

  return {
    port,
    learnPeers,
    /** What a message of gossip is worth. */
    judge(key: string, topic: Topic, bytes: Uint8Array): Verdict | Promise<Verdict> {
      if (standing.isBanned(key)) return ignore("banned");
      if (!standing.spend(key, "messages", 1)) {
        blame(key, "flood", "messages");
        return ignore("flood");
      }
      const announced = readAnnouncement(topic, bytes);
      return announced === undefined ? receive(key, topic, bytes) : fetchAnnounced(key, topic, announced);
    },
    /** Undefined where the peer asks too often. */
    answer(key: string, content: Question): readonly Uint8Array[] | undefined {
      if (!standing.spend(key, "questions", 1)) return undefined;
      const frames = framesFor(key, content);
      const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
      // Whoever has had much is told nothing for a while; that is no offence.
      return standing.spend(key, "answered", bytes) ? frames : [];
    },
    /** Asks a peer for a change of the membership; undefined where there was no answer. */
    async request(key: string, request: MembershipRequest): Promise<MembershipAnswer | undefined> {
      const [frame] = await question(key, request);
      const answer = frame === undefined ? undefined : readMembershipAnswer(frame);
      if (frame !== undefined && answer === undefined) blame(key, "malformed", "an answer about membership");
      return answer;
    },
    /** What two nodes tell each other first: certificates, statuses, and whom else they know (consensus 4.8). */
    async greet(key: string): Promise<void> {
      for (const frame of await question(key, { kind: "certificate" })) await receive(key, "certificates", frame);
      await fetchStatus(key);
      await learnPeers(key);
    },
  };
}

const listOf = (frame: Uint8Array | undefined): readonly Uint8Array[] => (frame === undefined ? [] : [frame]);
