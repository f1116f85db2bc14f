import type { ChunkProofFacts, Judgement, Outcome } from "@lucid/proof";

/** What is to be checked. Blobs are handed over by reference: nothing is copied. */
export type Subject =
  | { readonly kind: "bundle"; readonly bundle: Blob }
  | {
      readonly kind: "chunk-proof";
      readonly proof: Blob;
      /** The network's founding document, parsed. */
      readonly genesis: unknown;
      /** The chunk's container, to compare with what is proven. */
      readonly chunk?: Blob | undefined;
    };

export type Finding =
  | { readonly kind: "bundle"; readonly verdict: Judgement }
  | { readonly kind: "chunk-proof"; readonly outcome: Outcome<ChunkProofFacts>; readonly comparesFile: boolean };

export interface Progress {
  readonly checkedBytes: number;
  readonly totalBytes: number;
}

export type FromVerifier =
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "found"; readonly finding: Finding }
  /** The file could not be read to its end: nothing is said about what it holds. */
  | { readonly type: "unreadable"; readonly message: string };
