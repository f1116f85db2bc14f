import { Count, canonicalBytes, Hash, PublicKey, parseFormat } from "@lucid/proof";
import { z } from "zod";
import type { Topic } from "../engine/network-port.ts";
import { MAX_BYTES } from "../engine/receive-message.ts";

/** Names carry the network, so nodes of different networks share no protocol and no topic. */
export const questionProtocol = (network: string): string => `/lucid/${network}/ask/1`;
export const gossipTopic = (network: string, topic: Topic): string => `lucid/${network}/${topic}`;

export const topics: readonly Topic[] = ["blocks", "votes", "transactions", "evidence", "certificates", "status"];

/** Largest content of one message of gossip (consensus 13.1). What is larger is announced, and fetched from the announcer. */
export const MAX_GOSSIP_BYTES = 65_536;
export const MAX_QUESTION_BYTES = 512;
/** What an answer may have beyond one block. */
const ANSWER_MARGIN = 65_536;
const MAX_PEERS = 32;
const MAX_ADDRESSES = 4;

/** Takes the place of a content that is too large for gossip. */
const Announcement = z.strictObject({ announced: Hash, size: Count });
export type Announcement = z.infer<typeof Announcement>;
const MAX_ANNOUNCEMENT_BYTES = 128;

export const Question = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("blocks"), tip: Hash, from: Count }),
  z.strictObject({ kind: z.literal("status") }),
  z.strictObject({ kind: z.literal("certificate") }),
  z.strictObject({ kind: z.literal("peers") }),
  z.strictObject({ kind: z.literal("content"), hash: Hash }),
]);
export type Question = z.infer<typeof Question>;

/** Where a node can be reached: its key, and addresses as IP:PORT. */
export const PeerAddresses = z.strictObject({ key: PublicKey, addresses: z.array(z.string().max(64)).max(MAX_ADDRESSES) });
export type PeerAddresses = z.infer<typeof PeerAddresses>;
const PeerList = z.array(PeerAddresses).max(MAX_PEERS);
const MAX_PEER_LIST_BYTES = 16_384;

/** Bounds of an answer: its frames, and the bytes of all of them. */
export interface AnswerLimits {
  readonly frames: number;
  readonly bytes: number;
}

export function answerLimits({ kind }: Question, maxBlockBytes: number): AnswerLimits {
  const bytes = maxBlockBytes + ANSWER_MARGIN;
  switch (kind) {
    case "blocks":
      return { frames: 64, bytes };
    case "content":
      return { frames: 1, bytes };
    case "status":
      return { frames: 1, bytes: MAX_BYTES.status };
    case "certificate":
      return { frames: 1, bytes: MAX_BYTES.certificates };
    case "peers":
      return { frames: 1, bytes: MAX_PEER_LIST_BYTES };
  }
}

/** Largest content of a topic, said or announced. */
export const maxContentBytes = (topic: Topic, maxBlockBytes: number): number =>
  topic === "blocks" ? maxBlockBytes + ANSWER_MARGIN : MAX_BYTES[topic];

export function readQuestion(bytes: Uint8Array): Question | undefined {
  const parsed = parseFormat(Question, bytes, MAX_QUESTION_BYTES);
  return parsed.ok ? parsed.value : undefined;
}

/** The announcement that a message of these topics may be; no block and no certificate is as small. */
export function readAnnouncement(topic: Topic, bytes: Uint8Array): Announcement | undefined {
  if ((topic !== "blocks" && topic !== "certificates") || bytes.length > MAX_ANNOUNCEMENT_BYTES) return undefined;
  const parsed = parseFormat(Announcement, bytes, MAX_ANNOUNCEMENT_BYTES);
  return parsed.ok ? parsed.value : undefined;
}

export function readPeerList(bytes: Uint8Array): readonly PeerAddresses[] | undefined {
  const parsed = parseFormat(PeerList, bytes, MAX_PEER_LIST_BYTES);
  return parsed.ok ? parsed.value : undefined;
}

export const writePeerList = (peers: readonly PeerAddresses[]): Uint8Array =>
  canonicalBytes(peers.slice(0, MAX_PEERS).map(({ key, addresses }) => ({ key, addresses: addresses.slice(0, MAX_ADDRESSES) })));
