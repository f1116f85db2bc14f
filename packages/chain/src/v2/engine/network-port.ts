/** What nodes gossip. */
export type Topic = "blocks" | "votes" | "transactions" | "status" | "certificates" | "evidence";

/** Blocks of the branch of `tip`, a hash, from a height on. */
export interface BlockRange {
  readonly tip: string;
  readonly from: number;
}

/**
 * What becomes of a message: `accept` lets gossip pass it on, `ignore` does not, and `reject` costs its sender score. The
 * engine itself never sends on what it received.
 */
export type Verdict =
  | { readonly kind: "accept" }
  | { readonly kind: "ignore"; readonly reason: string }
  | { readonly kind: "reject"; readonly reason: string };

/** The port through which a node speaks with its peers (consensus 13.2). Messages are RFC 8785 JSON. */
export interface NetworkPort {
  broadcast(topic: Topic, bytes: Uint8Array): void;
  /** Asks one peer for blocks. They come in through `receiveBlocks`; none where the peer has none, and perhaps where it is silent. */
  request(peer: string, range: BlockRange): void;
  /** Asks the peers for their statuses. They come in through `receiveStatus`, of those that have one. */
  askStatuses(): void;
}

/** The node behind a port. Nothing that `receive` and `receiveBlocks` bring was checked before. */
export interface NetworkNode {
  receive(peer: string, topic: Topic, bytes: Uint8Array): Verdict | Promise<Verdict>;
  /** Blocks of a range, as far as they fit one answer. */
  serve(range: BlockRange): readonly Uint8Array[];
  receiveBlocks(peer: string, range: BlockRange, blocks: readonly Uint8Array[]): Verdict | Promise<Verdict>;
  /** The status of a peer, by its key, that was asked for it at `askedMs` of this node's monotonic clock. */
  receiveStatus(peer: string, bytes: Uint8Array, askedMs: number): Verdict | Promise<Verdict>;
  /** What this node tells a peer that has just come, if it has anything to tell. */
  greeting(topic: "status" | "certificates"): Uint8Array | undefined;
}

/** One that judges at once: an engine, and whatever is in its place in a world without threads. */
export interface PromptNode extends NetworkNode {
  receive(peer: string, topic: Topic, bytes: Uint8Array): Verdict;
  receiveBlocks(peer: string, range: BlockRange, blocks: readonly Uint8Array[]): Verdict;
  receiveStatus(peer: string, bytes: Uint8Array, askedMs: number): Verdict;
}

export const accept: Verdict = { kind: "accept" };
export const ignore = (reason: string): Verdict => ({ kind: "ignore", reason });
export const reject = (reason: string): Verdict => ({ kind: "reject", reason });
