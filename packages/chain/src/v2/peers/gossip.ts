import { createHash } from "node:crypto";
import {
  type GossipSub,
  type GossipSubComponents,
  gossipsub,
  type TopicValidatorFn,
  TopicValidatorResult,
} from "@libp2p/gossipsub";
import { defaultTopicScoreParams, type TopicScoreParams } from "@libp2p/gossipsub/score";
import type { StreamHandler } from "@libp2p/interface";
import { peerIdFromString } from "@libp2p/peer-id";
import type { Topic, Verdict } from "../engine/network-port.ts";
import { createFrameWatch } from "./frames.ts";
import { publicKeyOf } from "./identity.ts";
import type { Fault } from "./standing.ts";
import { gossipTopic, MAX_GOSSIP_BYTES, topics } from "./wire.ts";

type Registrar = GossipSubComponents["registrar"];

export interface GossipDeps {
  /** Hash of the genesis. */
  readonly network: string;
  /** Nothing of the message was looked at but its size. */
  readonly judge: (peer: string, topic: Topic, bytes: Uint8Array) => Verdict | Promise<Verdict>;
  readonly blame: (peer: string, fault: Fault) => void;
  /** False when the peer has sent more bytes than it may. */
  readonly spendBytes: (peer: string, bytes: number) => boolean;
  readonly score: (peer: string) => number;
}

/** Answers to IWANT put several messages in one frame. */
const MAX_FRAME_BYTES = 4_194_304;
/** What waits for a peer that does not read. */
const MAX_WAITING_BYTES = 8_388_608;

/**
 * The id of a message is a hash of its topic and its data. With the data alone, whoever sends a vote as a status, sooner than
 * the vote arrives, would have it taken for a repetition.
 */
const messageId = ({ topic, data }: { readonly topic: string; readonly data: Uint8Array }): Uint8Array =>
  createHash("sha256").update(topic).update("\n").update(data).digest();

/**
 * Scores: an invalid message of any topic costs, and what this node holds against a peer counts as well. Deliveries in a mesh
 * are not scored, a quiet network has none; nor are shared addresses, for nodes of one house and of one onion service share theirs.
 */
const topicScore: TopicScoreParams = {
  ...defaultTopicScoreParams,
  ...{ topicWeight: 1, timeInMeshWeight: 0.01, timeInMeshQuantum: 1_000, timeInMeshCap: 300 },
  ...{ firstMessageDeliveriesWeight: 0.1, firstMessageDeliveriesDecay: 0.9, firstMessageDeliveriesCap: 100 },
  ...{ meshMessageDeliveriesWeight: 0, meshFailurePenaltyWeight: 0 },
  ...{ invalidMessageDeliveriesWeight: -10, invalidMessageDeliveriesDecay: 0.9 },
};
const TEN_MINUTES_MS = 600_000;

const results = {
  accept: TopicValidatorResult.Accept,
  ignore: TopicValidatorResult.Ignore,
  reject: TopicValidatorResult.Reject,
} as const;

/** Gossip of the topics of a network, as a service of libp2p: what arrives is judged, and goes on to others only after `accept`. */
export function createGossip(deps: GossipDeps): (components: GossipSubComponents) => GossipSub {
  const names = topics.map((topic) => gossipTopic(deps.network, topic));
  return ({ privateKey, peerId, peerStore, registrar, connectionManager, logger }) => {
    const gossip = gossipsub({
      globalSignaturePolicy: "StrictNoSign",
      msgIdFn: messageId,
      allowedTopics: names,
      maxInboundDataLength: MAX_FRAME_BYTES,
      maxOutboundBufferSize: MAX_WAITING_BYTES,
      fallbackToFloodsub: false,
      floodPublish: true,
      emitSelf: false,
      allowPublishToZeroTopicPeers: true,
      ignoreDuplicatePublishError: true,
      scoreParams: {
        topics: Object.fromEntries(names.map((name) => [name, topicScore])),
        appSpecificScore: (id) => deps.score(publicKeyOf(peerIdFromString(id)) ?? ""),
        appSpecificWeight: 1,
        IPColocationFactorWeight: 0,
        retainScore: TEN_MINUTES_MS,
      },
    })({ privateKey, peerId, peerStore, registrar: watched(registrar, deps), connectionManager, logger });
    for (const topic of topics) gossip.topicValidators.set(gossipTopic(deps.network, topic), validatorOf(topic, deps));
    return gossip;
  };
}

function validatorOf(topic: Topic, { judge }: GossipDeps): TopicValidatorFn {
  return (peer, { data }) => {
    const key = publicKeyOf(peer);
    if (key === undefined || data.length > MAX_GOSSIP_BYTES) return TopicValidatorResult.Reject;
    const verdict = judge(key, topic, data);
    return verdict instanceof Promise ? verdict.then(({ kind }) => results[kind]) : results[verdict.kind];
  };
}

/**
 * The registrar as gossip sees it: each stream that a peer opens is followed piece by piece. Gossip itself drops what it cannot
 * read without a word to anybody, and keeps whatever arrives faster than it reads.
 */
function watched(registrar: Registrar, { blame, spendBytes }: GossipDeps): Registrar {
  const follow = (handler: StreamHandler): StreamHandler => {
    return (stream, connection) => {
      const key = publicKeyOf(connection.remotePeer);
      const watch = createFrameWatch({ frame: MAX_FRAME_BYTES, content: MAX_GOSSIP_BYTES });
      const handled = handler(stream, connection);
      if (key === undefined) return handled;
      const end = (fault: Fault): void => {
        stream.removeEventListener("message", onMessage);
        stream.abort(new Error(fault));
        blame(key, fault);
      };
      const onMessage = ({ data }: { readonly data: { subarray(): Uint8Array } }): void => {
        const piece = data.subarray();
        if (!spendBytes(key, piece.length)) end("flood");
        else if (watch(piece) !== undefined) end("malformed");
      };
      // After the handler's own listener: what has come already is handed to all of them at once, and later than this.
      stream.addEventListener("message", onMessage);
      return handled;
    };
  };
  return new Proxy(registrar, {
    get(target, name) {
      if (name === "handle")
        return (...[protocol, handler, options]: Parameters<Registrar["handle"]>) =>
          target.handle(protocol, follow(handler), options);
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
