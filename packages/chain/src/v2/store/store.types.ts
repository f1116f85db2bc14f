import type { v2 } from "@lucid/proof";
import type { HeldVote } from "../blocks/check-votes.ts";

/** What one commit writes: all of it is on the disk when it returns, or none of it. */
export interface NetworkCommit {
  readonly block?: { readonly hash: string; readonly bytes: Uint8Array };
  readonly votes?: readonly HeldVote[];
  /** Votes that stand in a final block by now: they are kept nowhere else. */
  readonly stood?: readonly HeldVote[];
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
  /** Canonical forms of all blocks, in the order in which they were written: a parent before its children. */
  blocks(): Iterable<Uint8Array>;
  block(hash: string): Uint8Array | undefined;
  /** Votes that stand in no final block, in the order in which they were written. */
  votes(): Iterable<HeldVote>;
  lastCertificate(): v2.Certificate | undefined;
  /** Own transactions that are not final, in the order in which they were sent. */
  waiting(): Iterable<v2.SentTransaction>;
}
