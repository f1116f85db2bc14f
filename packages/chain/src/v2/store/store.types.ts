import type { BlockRef, v2 } from "@lucid/proof";
import type { HeldVote } from "../blocks/check-votes.ts";

/** A final block, with the ids of its transactions in order. */
export interface FinalBlock extends BlockRef {
  readonly transactions: readonly string[];
}

/** A vote whose source lies below the final block and whose target above it: it was counted before that block became final. */
export interface CarriedVote {
  readonly attester: string;
  readonly source: string;
  readonly target: string;
  /** Whether its source was justified, so that it helps to justify its target. */
  readonly isSupport: boolean;
}

/** The block of the last certificate, with what the tree above it cannot learn from the votes above it. */
export interface TreeRoot extends BlockRef {
  readonly carried: readonly CarriedVote[];
}

/** A snapshot of the state after a final block, as it lies on the disk. */
export interface StoredSnapshot {
  readonly height: number;
  readonly head: string;
  parts(): Iterable<Uint8Array>;
}

/** What one commit writes: all of it is on the disk when it returns, or none of it. */
export interface NetworkCommit {
  /** A parent before its children. */
  readonly blocks?: readonly { readonly hash: string; readonly bytes: Uint8Array }[];
  readonly votes?: readonly HeldVote[];
  /** Votes that stand in a final block by now: they are kept nowhere else. */
  readonly stood?: readonly HeldVote[];
  /** Blocks that became final, in order. */
  readonly finals?: readonly FinalBlock[];
  /** Takes the place of the one before. */
  readonly root?: TreeRoot;
  /** A part of a snapshot that counts once its head is there; the first one takes away what has none. */
  readonly snapshotPart?: { readonly height: number; readonly index: number; readonly content: Uint8Array };
  /** The head of a snapshot, all parts of which are on the disk. */
  readonly snapshot?: { readonly height: number; readonly head: string };
  /** Heights of snapshots that are kept no longer. */
  readonly dropped?: readonly number[];
  /** Takes the place of those of lower blocks, which can be made of what is kept. */
  readonly certificate?: v2.Certificate | undefined;
  /** An own transaction that waits until it is final. */
  readonly waits?: { readonly id: string; readonly sent: v2.SentTransaction };
  /** Own transactions that are final. */
  readonly done?: readonly string[];
}

/** What a node of a network keeps on its disk. What was written twice is there once. */
export interface NetworkStore {
  commit(commit: NetworkCommit): void;
  /** Canonical forms of all blocks, or of those written after one, in the order in which they were written: a parent before its children. */
  blocks(after?: string): Iterable<Uint8Array>;
  /** Undefined for one that is not here: unknown, or in an archive that is elsewhere. */
  block(hash: string): Uint8Array | undefined;
  /** The header of a block, also where its body is not here any more. */
  header(hash: string): v2.Header | undefined;
  /** Hashes of the final blocks from height 1 on, without a gap. */
  finals(): readonly string[];
  root(): TreeRoot | undefined;
  /** Where a transaction of a final block stands. */
  place(id: string): { readonly height: number; readonly index: number } | undefined;
  /** The newest first. */
  snapshots(): readonly StoredSnapshot[];
  /** Votes that stand in no final block, in the order in which they were written. */
  votes(): Iterable<HeldVote>;
  lastCertificate(): v2.Certificate | undefined;
  /** Own transactions that are not final, in the order in which they were sent. */
  waiting(): Iterable<v2.SentTransaction>;
}
