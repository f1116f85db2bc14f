import type {
  AddressBook,
  CheckProgress,
  ChunkProofFacts,
  Expectation,
  JudgedFiles,
  Judgement,
  Outcome,
  ReceiptJudgement,
  Rejection,
} from "@lucid/proof";

/** What is to be checked. Blobs are handed over by reference: nothing is copied. */
export type CheckedFiles =
  | {
      readonly kind: "bundle";
      readonly bundle: Blob;
      /** A deletion receipt and proofs of network, time and witnesses that are compared with it. */
      readonly receipt?: File | undefined;
      readonly networkProof?: File | undefined;
      readonly timeProof?: File | undefined;
      readonly witnessProof?: File | undefined;
    }
  /** A deletion receipt alone. */
  | { readonly kind: "receipt"; readonly receipt: Blob }
  | {
      readonly kind: "chunk-proof";
      readonly proof: Blob;
      /** The network's founding document, parsed. */
      readonly genesis: unknown;
      /** The chunk's container, to compare with what is proven. */
      readonly chunk?: Blob | undefined;
    };

/** The same, and what the reader expects of it. */
export type Subject = CheckedFiles & {
  readonly expectation: Expectation;
  /** The reader's address book, as far as the check asks for it: its time stamp authorities and witnesses. */
  readonly book?: AddressBook | undefined;
};

export type Finding =
  /** `sha256` of the whole file in hex; undefined for one that is too long to be hashed by the way. */
  | {
      readonly kind: "bundle";
      readonly verdict: Judgement;
      readonly sha256: string | undefined;
      /** What was found of the files beside it. */
      readonly beside: Beside;
    }
  | { readonly kind: "receipt"; readonly verdict: ReceiptJudgement; readonly sha256: string | undefined }
  | { readonly kind: "chunk-proof"; readonly outcome: ChunkOutcome; readonly comparesFile: boolean };

export type Beside = Omit<JudgedFiles, "recording">;

/** A proof that holds is refused as well where it is not what the reader expects; `expectation` is what was compared. */
export type ChunkOutcome =
  | { readonly ok: true; readonly value: ChunkProofFacts; readonly expectation: Expectation }
  | { readonly ok: false; readonly failure: Extract<Outcome<never>, { ok: false }>["failure"] | Rejection };

export type FromVerifier =
  | { readonly type: "progress"; readonly progress: CheckProgress }
  | { readonly type: "found"; readonly finding: Finding }
  /** The file could not be read to its end: nothing is said about what it holds. */
  | { readonly type: "unreadable"; readonly message: string }
  /** The list of chunks is longer than a page has memory for, in bytes: nothing is said about the file either. */
  | { readonly type: "too-long"; readonly size: number; readonly most: number };
