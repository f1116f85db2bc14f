import { Count, canonicalBytes, Hash, PublicKey, parseFormat, Signature } from "@lucid/proof";
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
export const MAX_ADDRESSES = 4;

/** Takes the place of a content that is too large for gossip. */
const Announcement = z.strictObject({ announced: Hash, size: Count });
export type Announcement = z.infer<typeof Announcement>;
const MAX_ANNOUNCEMENT_BYTES = 128;

/** Who becomes a member, with its consent, or is none any more. */
const MembershipWish = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("admit"), key: PublicKey, proof: Signature }),
  z.strictObject({ op: z.literal("remove"), key: PublicKey }),
]);
export type MembershipWish = z.infer<typeof MembershipWish>;

/** Asked for by the key that the connection has proven. */
export const MembershipRequest = z.discriminatedUnion("kind", [
  /** To become a member by an invitation; `proof` is the key's own consent to be an entity of the network. */
  z.strictObject({ kind: z.literal("join"), token: Hash, proof: Signature }),
  /** To approve a change of the list of this version and hash. */
  z.strictObject({ kind: z.literal("approve"), version: Count, hash: Hash, wish: MembershipWish }),
]);
export type MembershipRequest = z.infer<typeof MembershipRequest>;

/** `refused` is null where the change is on its way or approved, with the approval; else why it is not. */
const MembershipAnswer = z.strictObject({ refused: z.string().max(64).nullable(), approval: Signature.nullable() });
export type MembershipAnswer = z.infer<typeof MembershipAnswer>;
const MAX_MEMBERSHIP_ANSWER_BYTES = 256;

export const Question = z.discriminatedUnion("kind", [
  ...MembershipRequest.options,
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
    case "join":
    case "approve":
      return { frames: 1, bytes: MAX_MEMBERSHIP_ANSWER_BYTES };
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

export const writeMembershipAnswer = (answer: MembershipAnswer): Uint8Array => canonicalBytes(answer);

export function readMembershipAnswer(bytes: Uint8Array): MembershipAnswer | undefined {
  const parsed = parseFormat(MembershipAnswer, bytes, MAX_MEMBERSHIP_ANSWER_BYTES);
  return parsed.ok ? parsed.value : undefined;
}
