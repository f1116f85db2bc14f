import { z } from "zod";
import { HashHex, Timestamp } from "../shared/shared.schema.ts";

export const NetworkName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, "1 to 32 of a-z, 0-9, _ and -, a letter or digit first");

/** Longest invitation that is read. */
export const MAX_INVITATION = 16_384;

/** What an invitation begins with; what follows is base64url. */
export const INVITATION_PREFIX = "lucid-network:";

/** Where the way into a network stands. */
export const NETWORK_STATES = ["none", "joining", "member", "leaving"] as const;

/** Why the way in or out does not go on by itself, or the node takes part no more. */
export const NETWORK_PROBLEMS = [
  "unreachable",
  "invitation-refused",
  "approvals-needed",
  "other-chain",
  "removed",
  "stopped",
  "not-opened",
  "damaged",
] as const;

const Place = z.object({ height: z.int().nonnegative(), hash: HashHex });

/** A chain that this node comes from, and what its network knows of it. */
export const NetworkEarlier = z
  .object({
    network: HashHex,
    name: z.string(),
    /** Up to which block of that chain the network has dated it, since when, and by which final block of its own; null before. */
    known: Place.extend({ since: Timestamp, block: z.int() }).nullable(),
  })
  .meta({ id: "NetworkEarlier" });
export type NetworkEarlier = z.infer<typeof NetworkEarlier>;

/** This node's part in a network of nodes, as it knows it now. */
export const NetworkStatus = z
  .object({
    state: z.enum(NETWORK_STATES),
    problem: z.object({ code: z.enum(NETWORK_PROBLEMS), detail: z.string() }).nullable(),
    /** Null in none. */
    network: z
      .object({
        hash: HashHex,
        name: z.string(),
        /** Since when this node is on its way or in. */
        since: Timestamp,
        head: Place.extend({ timestamp: Timestamp }),
        final: Place.extend({ timestamp: Timestamp }),
        /** Too few members are heard for the word "final" to be said of what came lately. */
        stale: z.boolean(),
        members: z.int(),
        /** Changes of the membership that wait for the word of whoever runs this node. */
        asked: z.int(),
        peers: z.int(),
        /** IP:PORT where this node is listened for. */
        addresses: z.array(z.string()),
        /** Members that can make blocks final alone, and those that can keep them from it. */
        powers: z.object({ reach: z.array(HashHex), stop: z.array(HashHex) }),
        /** Recordings of this node that the network has made final, and that wait for it. */
        recordings: z.object({ final: z.int(), waiting: z.int() }),
        /** Chains that this node comes from: its own, and networks that it left. */
        earlier: z.array(NetworkEarlier),
      })
      .nullable(),
  })
  .meta({ id: "NetworkStatus" });
export type NetworkStatus = z.infer<typeof NetworkStatus>;

export const NetworkMember = z
  .object({
    entity: HashHex,
    public_key: HashHex,
    weight: z.int(),
    is_self: z.boolean(),
    is_connected: z.boolean(),
    /** `joining` and `leaving` while membership changes hands. */
    state: z.enum(["member", "joining", "leaving"]),
  })
  .meta({ id: "NetworkMember" });
export type NetworkMember = z.infer<typeof NetworkMember>;

/** A change of the membership that members with more than two thirds of the weight have to approve. */
export const NetworkChange = z
  .object({
    kind: z.enum(["admit", "remove"]),
    /** Key of the node that becomes a member, or is none any more. */
    public_key: HashHex,
    /** Member that asks for it; that one's node collects the approvals. */
    proposed_by: HashHex,
    is_own: z.boolean(),
    /** What was said of it here. */
    decision: z.enum(["open", "approved", "declined"]),
    /** Weight that has approved it, of all; only the node that collects approvals knows. */
    approvals: z.object({ weight: z.int(), total: z.int() }).nullable(),
    expires_at: Timestamp,
  })
  .meta({ id: "NetworkChange" });
export type NetworkChange = z.infer<typeof NetworkChange>;

export const NetworkPeer = z
  .object({
    public_key: HashHex,
    role: z.enum(["member", "guest"]),
    direction: z.enum(["inbound", "outbound"]),
    address: z.string().nullable(),
    /** 0, and below where it has done wrong lately; at -100 it is shut out. */
    score: z.number(),
  })
  .meta({ id: "NetworkPeer" });
export type NetworkPeer = z.infer<typeof NetworkPeer>;

/** One text, for one node, once. */
export const NetworkInvitation = z
  .object({
    invitation: z.string(),
    network: HashHex,
    addresses: z.array(z.string()),
    expires_at: Timestamp,
    /** Whether other members have to approve the newcomer as well. */
    needs_approvals: z.boolean(),
  })
  .meta({ id: "NetworkInvitation" });
export type NetworkInvitation = z.infer<typeof NetworkInvitation>;
