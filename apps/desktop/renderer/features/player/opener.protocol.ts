import type { OpenFailure } from "@lucid/identity";

/** What the recording says about one chunk besides its picture. */
export interface Mark {
  /** Unix ms. */
  readonly t: number;
  readonly type: string;
  /** The event's other fields, as the recording has them. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface OpenRequest {
  readonly index: number;
  /** SHA-256 that the container must have. */
  readonly sha256: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly container: ArrayBuffer;
  readonly dataKey: Uint8Array;
  /** SHA-256 of the initialization and the fragments that came live of it. */
  readonly liveSha256?: string | undefined;
}

export interface OpenedChunk {
  readonly index: number;
  /** Initialization segment of the chunk's take. */
  readonly init: Uint8Array<ArrayBuffer>;
  readonly codec: string;
  /** Fragments, to be appended after the initialization segment. */
  readonly video: Uint8Array<ArrayBuffer>;
  /** Seconds of the first fragment on its take's own clock. */
  readonly decodeTime: number;
  /** Events in slots of `SLOT_S`. */
  readonly activity: Uint16Array;
  /** Everything that is not a click or a motion; keys as bursts of typing. */
  readonly marks: readonly Mark[];
  /** Whether it holds the very video that came live; undefined where not all of it did. */
  readonly asLive: boolean | undefined;
}

/**
 * `chunk-missing`: the node does not have it. `chunk-altered`: the container is not the one the list of chunks
 * names. `no-video`: it opens, and holds no picture. `not-playable`: this browser does not take its format.
 */
export type ChunkTrouble = OpenFailure | "chunk-missing" | "chunk-altered" | "no-video" | "not-playable";

export type OpenOutcome =
  | { readonly kind: "opened"; readonly chunk: OpenedChunk }
  | { readonly kind: "bad"; readonly index: number; readonly trouble: ChunkTrouble; readonly detail: string };

export type ToOpener =
  | { readonly type: "open"; readonly call: number; readonly request: OpenRequest }
  | { readonly type: "cancel"; readonly call: number };
export type FromOpener =
  | { readonly type: "outcome"; readonly call: number; readonly outcome: OpenOutcome }
  | { readonly type: "broken"; readonly call: number; readonly message: string };
