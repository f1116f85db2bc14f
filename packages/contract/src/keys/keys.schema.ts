import { z } from "zod";
import { HashHex, Timestamp, UserId } from "../shared/shared.schema.ts";

/** Keys that a node can have anew: of access tokens, of the RDP front, and of the service that checks persons. */
export const EXCHANGED_KEYS = ["token", "rdp", "kyc"] as const;
export const ExchangedKey = z.enum(EXCHANGED_KEYS);
export type ExchangedKey = z.infer<typeof ExchangedKey>;

export const NodeKey = z
  .object({
    key: ExchangedKey,
    /** `shared`: it follows from the owner key of several nodes. `absent`: this node does not use it. */
    state: z.enum(["own", "shared", "absent"]),
    made_at: Timestamp.nullable(),
    /** Of a certificate: SHA-256 in upper-case hex pairs with colons. */
    fingerprint: z.string().nullable(),
    valid_until: Timestamp.nullable(),
  })
  .meta({ id: "NodeKey" });
export type NodeKey = z.infer<typeof NodeKey>;

export const KeyExchange = z
  .object({
    key: ExchangedKey,
    at: Timestamp,
    reason: z.string(),
    by: z.object({ user_id: UserId, name: z.string().nullable() }),
    /** Logins that ended with it. */
    ended_logins: z.int().nonnegative(),
  })
  .meta({ id: "KeyExchange" });
export type KeyExchange = z.infer<typeof KeyExchange>;

/** A key that this node signed with before: what it signed proves on. */
export const FormerNodeKey = z
  .object({
    public_key: HashHex,
    /** Hash of the genesis document of the chain that it made. */
    network: HashHex,
    until: Timestamp,
  })
  .meta({ id: "FormerNodeKey" });
export type FormerNodeKey = z.infer<typeof FormerNodeKey>;

/** The keys of a node, nothing secret of them. */
export const NodeKeys = z
  .object({
    /** Ed25519: the node's id. What it signed names it; a node that does not run can have another one, on a new chain. */
    node_public_key: HashHex,
    /** Newest first. */
    former_node_keys: z.array(FormerNodeKey),
    keys: z.array(NodeKey),
    /** Logins that are open now: they end with the key of the tokens where that is asked for. */
    open_logins: z.int().nonnegative(),
    /** The last fifty, newest first, of those that were made while the node ran. */
    exchanges: z.array(KeyExchange),
  })
  .meta({ id: "NodeKeys" });
export type NodeKeys = z.infer<typeof NodeKeys>;
