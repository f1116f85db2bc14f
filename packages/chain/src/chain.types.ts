import type { AnchorView, BlockView, ChainInfo, TransactionView } from "@lucid/contract";
import type { Clock, ReadDb, WriteDb } from "@lucid/foundation";
import type {
  Block,
  Domain,
  Evidence,
  Genesis,
  NodeCheckpoint,
  SessionAnchor,
  SignedAttestation,
  SignedTransaction,
  TransactionType,
} from "@lucid/proof";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { SignStateFile } from "./signing/sign-state.ts";

/** The node's Ed25519 key as the chain uses it: the secret stays with whoever made it. */
export interface ChainKeys {
  /** 64 hex digits. */
  readonly publicKey: string;
  /** Signature over `domain + "\n" + RFC 8785 form of value`, 128 hex digits. */
  sign(domain: Domain, value: unknown): string;
}

/**
 * What leaves and enters the process. A solo network has none. Whatever comes in is unchecked: blocks
 * arrive as the bytes that were on the wire, so that their number is looked at before they are parsed.
 */
export interface ChainNetwork {
  sendBlock(block: Block): void;
  sendAttestation(attestation: SignedAttestation): void;
  sendTransaction(transaction: SignedTransaction): void;
  /** Asks for a block that another one names as its parent. It comes in through `receiveBlock`. */
  requestBlock(hash: string): void;
}

export interface ChainDeps {
  readonly clock: Clock;
  /** `chain.db`, opened with `openChainDatabase`. */
  readonly db: { readonly read: ReadDb; readonly write: WriteDb };
  readonly keys: ChainKeys;
  readonly signState: SignStateFile;
  readonly log: Logger;
  readonly metrics: Registry;
  /** Left out: a solo network. */
  readonly network?: ChainNetwork;
}

export interface ChainOptions {
  readonly genesis: Genesis;
  /** Life of a transaction this node sends, in seconds. One that is not in a block by then is signed anew. */
  readonly transactionLifetime?: number;
}

/** The data of each transaction type. */
export interface TransactionData {
  readonly session_anchor: SessionAnchor;
  readonly node_checkpoint: NodeCheckpoint;
}

/** Why the chain does not take a transaction. */
export type RefusalReason =
  | "malformed"
  | "too_large"
  | "wrong_network"
  | "bad_signature"
  | "expired"
  | "expiry_too_far"
  | "sequence_used"
  | "sequence_gap"
  | "mempool_full"
  | "sender_limit"
  | "already_anchored"
  | "session_of_another_sender"
  | "size_shrinks"
  | "head_differs"
  | "head_repeated"
  | "ends_before_start"
  | "checkpoint_too_early";

export type SubmitOutcome =
  | { readonly kind: "accepted"; readonly id: string }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

/** `id` differs from the one asked for when the transaction expired unincluded and was signed anew. */
export type TransactionStatus =
  | { readonly state: "pending"; readonly id: string }
  | { readonly state: "included" | "final"; readonly id: string; readonly height: number; readonly confirmations: number }
  /** It can no longer get into a block: expired, or the chain has come to hold something against it. */
  | { readonly state: "expired"; readonly id: string }
  | { readonly state: "unknown" };

/** Where a transaction stands on the chain. `time` is the block's, in seconds. */
export interface ChainPlace {
  readonly transaction_id: string;
  readonly block_hash: string;
  readonly height: number;
  readonly time: number;
  readonly final: boolean;
  readonly confirmations: number;
}

export interface AnchorRecord extends ChainPlace {
  readonly anchor: SessionAnchor;
  readonly sender: string;
}

/** One tree head of a session that a checkpoint committed. */
export interface CheckpointRecord extends ChainPlace {
  readonly size: number;
  readonly root: string;
}

export interface CheckpointFilter {
  readonly finalOnly?: boolean;
  /** At most so many (two or more), evenly spread; the first and the last are always among them. */
  readonly most?: number;
}

/** The last tree head of a session, and whether this node is the one that sends for it. */
export interface ExpectedSession {
  readonly size: number;
  readonly root: string;
  readonly anchored: boolean;
  readonly own: boolean;
}

/** A block named by height and hash, with its time in seconds. Height 0 is the genesis. */
export interface ChainTip {
  readonly height: number;
  readonly hash: string;
  readonly time: number;
}

/** Event of LucidAnchors: a session's anchor came onto the chain. Undone by a reorganization until final. */
export interface SessionAnchored {
  readonly session_id: string;
  readonly merkle_root: string;
  readonly chunk_count: number;
  readonly transaction_id: string;
  readonly height: number;
}

/** Blocks that became final together, oldest first. */
export interface FinalEvent {
  readonly from_height: number;
  readonly to_height: number;
  readonly hash: string;
}

export interface Page {
  readonly page: number;
  readonly limit: number;
}

export interface BlockFilter extends Page {
  readonly height?: number | undefined;
  readonly hash?: string | undefined;
  readonly from_height?: number | undefined;
  readonly to_height?: number | undefined;
}

export interface TransactionFilter extends Page {
  readonly type?: TransactionType | undefined;
  readonly status?: "pending" | "included" | "final" | undefined;
  readonly block_id?: string | undefined;
}

export interface ConsensusView {
  readonly active: boolean;
  readonly slot: number;
  readonly epoch: number;
  readonly leader: string | null;
  readonly current_round: number;
  readonly participants_count: number;
  readonly consensus_threshold: number;
  readonly last_consensus_time: string | null;
  readonly next_round_time: string | null;
}

export interface ParticipantView {
  readonly node_id: string;
  readonly public_key: string;
  readonly weight: number;
  readonly is_self: boolean;
  readonly status: "active";
}

/** Answers for the API: plain objects as the contract declares them. Lists are newest first. */
export interface ChainReaders {
  info(): ChainInfo;
  blocks(filter: BlockFilter): { blocks: BlockView[]; total: number };
  blockAt(height: number): BlockView | undefined;
  block(hash: string): BlockView | undefined;
  latestBlock(): BlockView | undefined;
  transactions(filter: TransactionFilter): { transactions: TransactionView[]; total: number };
  transaction(id: string): TransactionView | undefined;
  /** `anchored: false` with status `pending` while the anchor waits for a block. */
  anchor(sessionId: string): AnchorView | undefined;
  consensus(): ConsensusView;
  participants(): ParticipantView[];
}

/** The chain of one node. Everything it does happens in calls from outside or on its clock's timers. */
export interface Chain extends AsyncDisposable {
  readonly genesis: Genesis;
  /** Hash of the genesis document: the network's id. */
  readonly network: string;
  /**
   * Signs and keeps a transaction of this node; when this returns it is on disk and survives a crash. The
   * same data again returns the same id while the first one waits, and for an anchor for ever.
   */
  submit<Type extends TransactionType>(type: Type, data: TransactionData[Type]): SubmitOutcome;
  /** Takes a transaction somebody else signed. */
  submitSigned(transaction: unknown): SubmitOutcome;
  status(transactionId: string): TransactionStatus;
  /** Why a transaction is final, with the fewest headers and signatures that prove it. Undefined before. */
  evidence(transactionId: string): Evidence | undefined;
  anchorOf(sessionId: string): AnchorRecord | undefined;
  /** Tree heads of a session on the chain, by ascending size. A long session has thousands. */
  checkpointsOf(sessionId: string, filter?: CheckpointFilter): readonly CheckpointRecord[];
  /** The largest tree head of a session on the chain. */
  lastCheckpointOf(sessionId: string): CheckpointRecord | undefined;
  /** The smallest final tree head of more than `size` chunks. */
  finalCheckpointAbove(sessionId: string, size: number): CheckpointRecord | undefined;
  /** What the chain will hold for a session once everything this node sent is included. */
  expectedSession(sessionId: string): ExpectedSession | undefined;
  head(): ChainTip;
  finalized(): ChainTip;
  /** Unix milliseconds of the next time at which a block is expected, after now. */
  nextBlockAtMs(): number;
  readonly read: ChainReaders;
  /** A whole block of any branch: what a peer that asks for it is given. */
  blockOf(hash: string): Block | undefined;
  /** A block became the head. Also called for each block a reorganization brings, in order of height. */
  onBlock(listener: (block: Block) => void): Disposable;
  onFinal(listener: (event: FinalEvent) => void): Disposable;
  onSessionAnchored(listener: (event: SessionAnchored) => void): Disposable;
  /** Input from the network; `bytes` are the canonical form of a block as they were received. */
  receiveBlock(bytes: Uint8Array): void;
  receiveAttestation(attestation: unknown): void;
}
