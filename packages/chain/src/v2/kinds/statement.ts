import type { v2 } from "@lucid/proof";
import type { CheckSignature } from "../../signing/signature-checker.ts";

/** Where a transaction stands: what its rules may depend on beside the state. */
export interface Place {
  /** Of the block. */
  readonly height: number;
  readonly epoch: number;
  readonly parameters: v2.Parameters;
  /** Hash of the network. */
  readonly network: string;
  readonly checkSignature: CheckSignature;
}

/** A transaction's sender and content, in its place. */
export type Statement<Content> = Place & Content & { readonly sender: string };
