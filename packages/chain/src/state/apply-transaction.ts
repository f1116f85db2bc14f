import type { GenesisParameters } from "@lucid/proof";
import { type KindTable, kindOf } from "../kinds/transaction-kind.ts";
import type { ChainTransaction } from "../transactions/transaction-format.ts";
import type { ChainOverlay } from "./chain-state.ts";

/**
 * Checks a transaction against the state and, if the state takes it, makes its changes. Returns why it does
 * not take it. `height` is the block's; undefined while that is not known yet.
 */
export type ApplyTransaction = (
  state: ChainOverlay,
  transaction: ChainTransaction,
  height: number | undefined,
) => string | undefined;

export function createApplyTransaction(kinds: KindTable, parameters: GenesisParameters): ApplyTransaction {
  return (state, { type, sender, sequence, data }, height) => {
    const next = state.nextSequence(sender);
    if (sequence !== next) return sequence < next ? "sequence_used" : "sequence_gap";
    const kind = kindOf(kinds, type);
    const statement = { sender, data, height, parameters };
    const refused = kind.check(state, statement);
    if (refused !== undefined) return refused;
    kind.apply(state, statement);
    state.setSequence(sender, next + 1);
    return undefined;
  };
}
