import { z } from "zod";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { sha256Hex } from "../encoding/hash.ts";
import { utf8 } from "../encoding/utf8.ts";
import { Count, Hash, PublicKey, Signature, UnixSeconds } from "../formats/primitives.ts";
import { rootOf } from "../merkle/tree.ts";
import { GovernanceAction } from "./governance.ts";
import { MembershipChange } from "./membership.ts";
import { NetworkLink } from "./network-link.ts";
import { NodeRegistration } from "./node-registration.ts";
import { OffencePair } from "./offence.ts";
import { TaskProof } from "./task-proof.ts";

/** Name of a session on the chain, in its sender's own space (consensus 6.4). `salt` is 64 hex digits of the manifest. */
export const sessionTag = (sessionId: string, salt: string): string =>
  sha256Hex(utf8(`lucid-session-tag\n${sessionId}\n${salt}`));

/** RFC 9162 root and size of an open session's tree. */
export const Head = z.strictObject({ tag: Hash, size: z.int().positive(), root: Hash });
export type Head = z.infer<typeof Head>;

/** The sealed record of a session. `consistency` is the RFC 9162 path from the tag's last head, null if there is none. */
export const Anchor = z.strictObject({
  tag: Hash,
  manifest_hash: Hash,
  grant_hash: Hash,
  merkle_root: Hash,
  chunk_count: z.int().positive(),
  consistency: z.array(Hash).max(24).nullable(),
});
export type Anchor = z.infer<typeof Anchor>;

/** What a list transaction signs of its items, which travel beside it. */
export const ListData = z.strictObject({ items_root: Hash, count: z.int().positive() });
export type ListData = z.infer<typeof ListData>;

const envelope = {
  version: z.literal(2),
  network: Hash,
  sender: PublicKey,
  /** Counts the sender's transactions from 0 without a gap. */
  sequence: Count,
  expires_at: UnixSeconds,
};

const checkpoint = z.strictObject({ ...envelope, type: z.literal("node_checkpoint"), data: ListData });
const anchors = z.strictObject({ ...envelope, type: z.literal("session_anchors"), data: ListData });

const membership = z.strictObject({ ...envelope, type: z.literal("membership"), data: MembershipChange });
const offence = z.strictObject({ ...envelope, type: z.literal("evidence"), data: OffencePair });
const taskProof = z.strictObject({ ...envelope, type: z.literal("task_proof"), data: TaskProof });
const nodeRegistration = z.strictObject({ ...envelope, type: z.literal("node_registration"), data: NodeRegistration });
const governance = z.strictObject({ ...envelope, type: z.literal("governance"), data: GovernanceAction });
const networkLink = z.strictObject({ ...envelope, type: z.literal("network_link"), data: NetworkLink });

/** A transaction whose items travel beside it. */
export const ListTransaction = z.discriminatedUnion("type", [checkpoint, anchors]);
export type ListTransaction = z.infer<typeof ListTransaction>;
export type ListType = ListTransaction["type"];

export const Transaction = z.discriminatedUnion("type", [
  checkpoint,
  anchors,
  membership,
  offence,
  taskProof,
  nodeRegistration,
  governance,
  networkLink,
]);
export type Transaction = z.infer<typeof Transaction>;

/** What `tx_root` commits to of a transaction, and what its sender signed. */
export const SignedTransaction = z.strictObject({ transaction: Transaction, signature: Signature });
export type SignedTransaction = z.infer<typeof SignedTransaction>;

const sentCheckpoint = z.strictObject({
  transaction: checkpoint,
  signature: Signature,
  items: z.array(Head).min(1).max(400),
});
const sentAnchors = z.strictObject({ transaction: anchors, signature: Signature, items: z.array(Anchor).min(1).max(64) });
const sentMembership = z.strictObject({ transaction: membership, signature: Signature });
const sentOffence = z.strictObject({ transaction: offence, signature: Signature });
const sentTaskProof = z.strictObject({ transaction: taskProof, signature: Signature });
const sentNodeRegistration = z.strictObject({ transaction: nodeRegistration, signature: Signature });
const sentGovernance = z.strictObject({ transaction: governance, signature: Signature });
const sentNetworkLink = z.strictObject({ transaction: networkLink, signature: Signature });

/** A transaction as it travels and as a block holds it: a list with its items. */
export const SentTransaction = z.union([
  // The kind that fills blocks comes first: the others are tried one after the other.
  sentAnchors,
  sentCheckpoint,
  sentMembership,
  sentOffence,
  sentTaskProof,
  sentNodeRegistration,
  sentGovernance,
  sentNetworkLink,
]);
export type SentTransaction = z.infer<typeof SentTransaction>;

/** A transaction of these kinds as it travels. */
export type Sent<Type extends Transaction["type"]> = Extract<SentTransaction, { readonly transaction: { readonly type: Type } }>;

/** Whether a transaction is of this kind. */
export const isOf = <Type extends Transaction["type"]>(type: Type, sent: SentTransaction): sent is Sent<Type> =>
  sent.transaction.type === type;

/** An item of any list. */
export const Item = z.union([Head, Anchor]);
export type Item = z.infer<typeof Item>;

/** The items of a list; none of any other transaction. */
export const itemsOf = (sent: SentTransaction): readonly Item[] => ("items" in sent ? sent.items : []);

/** Root over the items of a list transaction, in RFC 8785 form. */
export const itemsRoot = (items: readonly Item[]): string => rootOf(items.map(canonicalBytes));

/** `tx_root` of a block: the items are left out. */
export const transactionRoot = (sent: readonly SignedTransaction[]): string =>
  rootOf(sent.map(({ transaction, signature }) => canonicalBytes({ transaction, signature })));
