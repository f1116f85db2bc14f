import type { Genesis } from "@lucid/proof";
import type { AttestersOf } from "../consensus/attesters.ts";
import type { Elect } from "../schedule/election.ts";
import type { CheckSignature } from "../signing/signature-checker.ts";
import type { ApplyTransaction } from "../state/apply-transaction.ts";
import type { ChainFormat } from "../transactions/transaction-format.ts";

/** What the rules for blocks depend on, apart from the branch. */
export interface BlockRules {
  readonly genesis: Genesis;
  readonly networkId: string;
  readonly format: ChainFormat;
  readonly apply: ApplyTransaction;
  readonly elect: Elect;
  readonly attestersOf: AttestersOf;
  readonly checkSignature: CheckSignature;
}

export type BlockRefusalReason =
  | "too_large"
  | "malformed"
  | "wrong_network"
  | "wrong_height"
  | "wrong_parent"
  | "wrong_position"
  | "wrong_epoch"
  | "wrong_producer"
  | "too_early"
  | "not_after_parent"
  | "from_the_future"
  | "bad_signature"
  | "too_many_transactions"
  | "too_many_attestations"
  | "wrong_tx_count"
  | "wrong_tx_root"
  | "wrong_attestation_root"
  | "wrong_state_root"
  | "bad_transaction"
  | "bad_attestation";

/** `detail` names the rule inside a transaction or attestation, or the field of a malformed block. */
export interface BlockRefusal {
  readonly ok: false;
  readonly reason: BlockRefusalReason;
  readonly detail?: string;
}

export const refuse = (reason: BlockRefusalReason, detail?: string): BlockRefusal => ({
  ok: false,
  reason,
  ...(detail !== undefined && { detail }),
});

/** Attestations one block may hold: votes of the last few heights of a full attester set. */
export const maxAttestations = (genesis: Genesis): number => genesis.parameters.max_attesters * 4;
