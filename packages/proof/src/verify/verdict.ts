import type { BlockRef } from "../formats/block.ts";
import type { ChunkRange } from "../formats/bundle.ts";
import type { Gap } from "../formats/chunk-entry.ts";
import type { GapCode } from "../formats/gap-code.ts";
import type { Manifest } from "../formats/manifest.ts";
import type { Failure } from "../outcome.ts";
import type { VideoFacts } from "../video-file/check-pictures.ts";

/** A block that more than two thirds of the votes have made final. Times are Unix seconds. */
export interface BlockFacts {
  readonly height: number;
  readonly blockHash: string;
  readonly blockTime: number;
  /** First final block at or above it. */
  readonly finalHeight: number;
  readonly finalHash: string;
  readonly finalTime: number;
  /** Voters that made it final, and all voters of the network. */
  readonly attesters: number;
  readonly producers: number;
}

/** A transaction in such a block. */
export interface ChainFacts extends BlockFacts {
  readonly transactionId: string;
  /** Key that sent the transaction. */
  readonly sender: string;
}

/** The entry on the chain for the whole recording. */
export interface AnchorFacts extends ChainFacts {
  /**
   * Size of the last tree head that the node had committed while the session ran: the anchor shows it to be the beginning of
   * this recording. 0 where there was none, undefined where an anchor of the first kind does not say.
   */
  readonly continues: number | undefined;
}

export interface NetworkFacts {
  /** Hash of the genesis document: it is the network. */
  readonly hash: string;
  /** What the network calls itself. */
  readonly name: string;
  /** Start of its first slot, Unix seconds. */
  readonly genesisTime: number;
  readonly producers: number;
  /** Fewest keys that together hold more than two thirds of the weight. 1 means that time is the word of one machine. */
  readonly decidingKeys: number;
  /** Whether the reader listed this network as trusted; null when no list was given. */
  readonly trusted: boolean | null;
}

/** A tree head that the node sent before it sealed the session: the first `chunks` chunks existed by `blockTime`. */
export interface CheckpointFacts extends ChainFacts {
  readonly chunks: number;
  /** End of the last of these chunks, as the node recorded it. */
  readonly endedAtMs: number;
  /** Whether its block is dated not after the recording's end: what is anchored later does not show that it ran. */
  readonly isLive: boolean;
  /** From the end of the first chunk that no checkpoint in this bundle fixed earlier to this block. Negative when the block is dated before. */
  readonly lagMs: number;
}

/** An interruption the node reported, before the chunk with this index. */
export interface MissingTime extends Gap {
  readonly beforeChunk: number;
}

/** Interruptions of one kind; `code` where the reason begins with one this project's recorder writes. */
export interface GapTotal {
  readonly kind: Gap["kind"];
  readonly code: GapCode | null;
  readonly count: number;
  readonly ms: number;
}

/**
 * How the node accounts for the time from `fromMs` to `toMs`, in milliseconds:
 * `spanMs` = `recordedMs` + `gapMs` + `silenceMs`, and `recordedMs` = `includedMs` + `redactedMs` + `absentMs`.
 */
export interface TimeAccount {
  readonly fromMs: number;
  readonly toMs: number;
  readonly spanMs: number;
  /** Covered by chunks: those in the bundle, those it names as redacted, and those that are not here. */
  readonly recordedMs: number;
  readonly includedMs: number;
  readonly redactedMs: number;
  readonly absentMs: number;
  /** Not recorded, with a reason. A gap may have no length. */
  readonly gapMs: number;
  readonly gapCount: number;
  readonly longestGapMs: number;
  /** By kind and code, the longest first. */
  readonly gapTotals: readonly GapTotal[];
  /** Covered by nothing: before the first chunk, after the last one, or between two, however short. */
  readonly silenceMs: number;
  readonly silenceCount: number;
  readonly longestSilenceMs: number;
  readonly longestChunkMs: number;
  /** No gap, no more silence than a few lost pictures make, and no chunk that claims more time than a chunk has. */
  readonly isUninterrupted: boolean;
  /** Uninterrupted, and all of it in the bundle. */
  readonly isComplete: boolean;
}

/** Times that do not fit together and that a clock which was set can explain. `ms` is by how much. */
export interface TimeDoubt {
  readonly code:
    | "start-before-genesis"
    | "start-before-block"
    | "signed-before-block"
    | "signed-before-end"
    | "anchor-before-start"
    | "anchor-before-end"
    | "checkpoint-before-chunk"
    | "made-before-block"
    | "clock-error"
    | "clock-step"
    | "clock-drift"
    | "long-chunk"
    /** The one that is of the reader: the final block is dated after the reader's own clock. */
    | "block-ahead";
  readonly ms: number;
}

/** A policy document beside the recording. */
export interface PolicyFacts {
  /** Null where its form is not one that is known: then nothing of it is compared. */
  readonly version: 1 | 2 | null;
  /** By how much the recording lasted longer than the document allows, in milliseconds; 0 up to a minute. */
  readonly longerMs: number;
  /** How long the record goes on behind a lost recorder, where the document ends a session by that; 0 up to a minute. */
  readonly afterLossMs: number;
}

/** What bounds the time of a recording, Unix milliseconds. */
export interface TimeBounds {
  /** The recording existed by then: the time of the block that anchors it, the word of whoever holds these `keys` keys. */
  readonly upper: { readonly atMs: number; readonly height: number; readonly keys: number };
  /**
   * The entries from `chunk` on cannot have been made before the block that this one names: the first of the list whose
   * block has its time in the evidence. Null where there is none.
   */
  readonly lower: { readonly chunk: number; readonly atMs: number; readonly height: number } | null;
  /** The same of the block that the owner's signature names: the owner did not sign before. Null where it has no date here. */
  readonly granted: { readonly atMs: number; readonly height: number } | null;
  /** The node's own clock, as the node declares it. `largestErrorMs` is null when no chunk declares one. */
  readonly clock: { readonly largestErrorMs: number | null; readonly unknownChunks: number };
  /** From the stated end to the time of the block. Negative when the block is dated before the end. */
  readonly anchorLagMs: number;
  /** Checkpoints dated before the recording's end, how many chunks they fix, and how long a chunk of these waited at most. */
  readonly live: { readonly count: number; readonly chunks: number; readonly greatestLagMs: number | null };
  readonly doubts: readonly TimeDoubt[];
}

/** What a verified bundle says, in facts. Ranges are [first, last] chunk indexes, both included. */
export interface BundleFacts {
  readonly sessionId: string;
  /** TRON address whose signature allowed the recording. Checked against the grant. */
  readonly owner: string;
  /** Ed25519 key of the recording node, which signed the manifest and the entry on the chain. */
  readonly node: string;
  readonly network: NetworkFacts;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly end: Manifest["end"];
  readonly recorder: Manifest["recorder"];
  readonly chunkCount: number;
  readonly totalSize: number;
  readonly totalPlainSize: number;
  readonly merkleRoot: string;
  readonly manifestHash: string;
  /** What names the session on chains of version 2, together with its id; null in version 1. */
  readonly salt: string | null;
  /** When the node signed the manifest, as it states. */
  readonly createdAtMs: number;
  readonly grant: {
    readonly hash: string;
    readonly signedByOwner: true;
    readonly endsAtMs: number;
    readonly policyHash: string;
    readonly consentHash: string;
    /** The block that the owner's signature names as one before it. */
    readonly after: BlockRef | null;
    readonly policyIncluded: boolean;
    readonly consentIncluded: boolean;
  };
  /** The policy document beside the recording; null where it is not here. */
  readonly policy: PolicyFacts | null;
  readonly manifestVersion: 1 | 2;
  /**
   * The final block that the first chunk names: the node had begun no chunk before it. Null in version 1, and where it knew
   * no block. `shown`: a block of this height is in the bundle's evidence, and is this one.
   */
  readonly after: (BlockRef & { readonly shown: boolean }) | null;
  /** How many gaps, silences and clock steps there are. Each of these lists holds the 1 000 longest at most, in order of time. */
  readonly counts: { readonly gaps: number; readonly silences: number; readonly clockSteps: number };
  /** Gaps that are longer by the node's clock than by one that nobody can set, or shorter: by how much. Empty in version 1. */
  readonly clockSteps: readonly { readonly beforeChunk: number; readonly stepMs: number }[];
  /** Interruptions the node reported. */
  readonly gaps: readonly MissingTime[];
  /** How the node accounts for all of the recording. */
  readonly time: TimeAccount;
  readonly bounds: TimeBounds;
  /** Whether node or recorder failed at its end, so that more might have been recorded. */
  readonly isCutOff: boolean;
  /** The whole recording is here, uninterrupted, and it was not cut off. Computed from `time`. */
  readonly isComplete: boolean;
  /**
   * Spans of more than two seconds that no chunk covers and no gap explains; `beforeChunk` is the number of chunks for
   * one after the last. Shorter ones are in `time.silenceMs` only.
   */
  readonly silences: readonly { readonly beforeChunk: number; readonly fromMs: number; readonly toMs: number }[];
  /** Chunks in the bundle, each checked byte by byte. */
  readonly included: readonly ChunkRange[];
  readonly includedCount: number;
  /** Chunks that whoever made the bundle says to have left out on purpose, and others that are not here. The manifest commits to both. */
  readonly redacted: readonly ChunkRange[];
  readonly absent: readonly ChunkRange[];
  /** The time range the bundle is about, accounted for; every chunk that touches it is included or redacted. */
  readonly range: TimeAccount | null;
  readonly anchor: AnchorFacts;
  readonly checkpoints: readonly CheckpointFacts[];
  /** Blocks that are here for their times alone: the recording or its grant names them. */
  readonly blocks: readonly BlockFacts[];
  /** Key envelopes in the bundle. Whether they open is seen only by who holds an identity. */
  readonly keyEnvelopes: number;
  /** The playable copy, if there is one. It is NOT covered by the proof: only the sealed chunks are. */
  readonly video: { readonly size: number } | null;
  /** When the bundle was made, as its maker says; not signed by anybody. */
  readonly bundleCreatedAtMs: number;
  readonly bundleSize: number;
}

/** The facts as plain sentences. Text of strangers in them is quoted, escaped and said to be theirs. */
export interface VerdictLayers {
  /** The verdict in one sentence. */
  readonly headline: string;
  /** What is proven, the account of time that the node signed included. */
  readonly proven: readonly string[];
  /** What is not proven, or not there. */
  readonly notProven: readonly string[];
}

export interface VerifiedBundle extends VerdictLayers {
  readonly verified: true;
  /** Of a video, the chunks that count as included are those whose pictures are in it. */
  readonly facts: BundleFacts;
  /** The pictures, where the file is a video that carries a bundle: all of them are those of its chunks. */
  readonly video?: VideoFacts;
}

export interface RefusedBundle extends Failure {
  readonly verified: false;
  /** Every chunk that does not agree with the manifest (at most the first 1 000), ascending; `chunk` is the first. */
  readonly chunks?: readonly number[];
  /** Of a video whose bundle holds: which of its pictures are proven, and which are not. */
  readonly video?: VideoFacts;
}

export type Verdict = VerifiedBundle | RefusedBundle;
