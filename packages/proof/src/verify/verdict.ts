import type { ChunkRange } from "../formats/bundle.ts";
import type { Gap } from "../formats/chunk-entry.ts";
import type { Manifest } from "../formats/manifest.ts";
import type { Failure } from "../outcome.ts";

/** A place on the chain that more than two thirds of the votes have made final. Times are Unix seconds. */
export interface ChainFacts {
  readonly transactionId: string;
  /** Block that holds the transaction. */
  readonly height: number;
  readonly blockHash: string;
  readonly blockTime: number;
  /** First final block at or above it. */
  readonly finalHeight: number;
  readonly finalHash: string;
  readonly finalTime: number;
  /** Key that sent the transaction. */
  readonly sender: string;
  /** Voters that made it final, and all voters of the network. */
  readonly attesters: number;
  readonly producers: number;
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
  readonly name: string;
  /** 1 means a solo network: its time is the word of one machine. */
  readonly producers: number;
  /** Whether the reader listed this network as trusted; null when no list was given. */
  readonly trusted: boolean | null;
}

/** A tree head that was final while the session ran: the first `chunks` chunks existed by `time`. */
export interface CheckpointFacts extends ChainFacts {
  readonly chunks: number;
  /** End of the last of these chunks, as the node recorded it. */
  readonly endedAtMs: number;
}

/** An interruption the node reported, before the chunk with this index. */
export interface MissingTime extends Gap {
  readonly beforeChunk: number;
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
  readonly grant: {
    readonly signedByOwner: true;
    readonly endsAtMs: number;
    readonly policyHash: string;
    readonly consentHash: string;
    readonly policyIncluded: boolean;
    readonly consentIncluded: boolean;
  };
  /** Interruptions the node reported. */
  readonly gaps: readonly MissingTime[];
  /** Spans of more than two seconds between chunks of one run, for which the manifest gives no reason. */
  readonly silences: readonly { readonly beforeChunk: number; readonly fromMs: number; readonly toMs: number }[];
  /** Chunks in the bundle, each checked byte by byte. */
  readonly included: readonly ChunkRange[];
  readonly includedCount: number;
  /** Chunks left out on purpose, and chunks that simply are not here. Both stay committed by the manifest. */
  readonly redacted: readonly ChunkRange[];
  readonly absent: readonly ChunkRange[];
  /** The time range the bundle promises; every chunk that touches it is included or redacted. */
  readonly range: { readonly fromMs: number; readonly toMs: number } | null;
  readonly anchor: AnchorFacts;
  readonly checkpoints: readonly CheckpointFacts[];
  /** Key envelopes in the bundle. Whether they open is seen only by who holds an identity. */
  readonly keyEnvelopes: number;
  /** The playable copy, if there is one. It is NOT covered by the proof: only the sealed chunks are. */
  readonly video: { readonly size: number } | null;
  /** When the bundle was made, as its maker says; not signed by anybody. */
  readonly bundleCreatedAtMs: number;
  readonly bundleSize: number;
}

export interface VerifiedBundle {
  readonly verified: true;
  readonly facts: BundleFacts;
  /** The facts as plain sentences, most important first. */
  readonly statements: readonly string[];
}

export interface RefusedBundle extends Failure {
  readonly verified: false;
  /** Every chunk that does not agree with the manifest (at most the first 1 000), ascending; `chunk` is the first. */
  readonly chunks?: readonly number[];
}

export type Verdict = VerifiedBundle | RefusedBundle;
