import type { BlockView, ChainInfo, TransactionView } from "@lucid/contract";
import type { BlockEvidence, BlockRef, Evidence, Header } from "@lucid/proof";
import type { AuditReads } from "../kinds/audit-checkpoint/audit-reads.ts";
import type { CheckpointReads } from "../kinds/node-checkpoint/checkpoint-reads.ts";
import type { AnchorReads } from "../kinds/session-anchor/anchor-reads.ts";
import type { BlockFilter } from "../readers/blocks.ts";
import type { ConsensusView, ParticipantView } from "../readers/consensus.ts";
import type { ChainTip } from "../readers/read-context.ts";
import type { SessionPlaces } from "../readers/session-places.ts";
import type { TransactionFilter } from "../readers/transactions.ts";
import type { ChainBlock } from "../transactions/transaction-format.ts";

/** Blocks that became final together, oldest first. */
export interface FinalEvent {
  readonly from_height: number;
  readonly to_height: number;
  readonly hash: string;
}

/** The face for everything that is asked. Lists are newest first; `...View`s are as the contract declares them. */
export interface ChainRead extends AnchorReads, CheckpointReads, AuditReads {
  info(): ChainInfo;
  head(): ChainTip;
  finalized(): ChainTip;
  /** Unix milliseconds of the next time at which a block is expected, after now. */
  nextBlockAtMs(): number;
  consensus(): ConsensusView;
  participants(): ParticipantView[];
  blocks(filter: BlockFilter): { blocks: BlockView[]; total: number };
  blockAt(height: number): BlockView | undefined;
  block(hash: string): BlockView | undefined;
  latestBlock(): BlockView | undefined;
  /** A whole block of any branch: what a peer that asks for it is given. */
  blockOf(hash: string): ChainBlock | undefined;
  /** Headers of the canonical chain from one height to another, both included, ascending. */
  headers(from: number, to: number): Header[];
  /** How many transactions the canonical chain holds up to a height. */
  transactionsUpTo(height: number): number;
  transactions(filter: TransactionFilter): { transactions: TransactionView[]; total: number };
  transaction(id: string): TransactionView | undefined;
  /** Why a transaction is final, with the fewest headers and signatures that prove it. Undefined before. */
  evidence(transactionId: string): Evidence | undefined;
  /** The same for a block at a height above the genesis. Undefined where it is not the chain's, or not final yet. */
  blockEvidence(block: BlockRef): BlockEvidence | undefined;
  /** What the chain holds for each of these sessions, in a constant number of queries. */
  placesOf(sessionIds: readonly string[]): ReadonlyMap<string, SessionPlaces>;
  /** A block became the head. Also called for each block a reorganization brings, in order of height. */
  onBlock(listener: (block: ChainBlock) => void): Disposable;
  onFinal(listener: (event: FinalEvent) => void): Disposable;
}
