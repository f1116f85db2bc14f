import type { v2 } from "@lucid/proof";
import type { BranchState } from "../state/branch-state.ts";
import { type ClosedState, openProposals, type ProposalRow, queuedChanges, type UpdateRow } from "./proposals.ts";

/** Least and greatest value of each parameter that governance may set (consensus 1); ratios as `[p, q]`. */
export const BOUNDS: Readonly<Record<v2.GovernedName, readonly [v2.ParameterChange["value"], v2.ParameterChange["value"]]>> = {
  cooldown_slots: [8, 32],
  window_epochs: [1, 30],
  d_min: [
    [1, 10],
    [1, 2],
  ],
  max_block_bytes: [262_144, 4_194_304],
  max_items: [1_000, 16_000],
  checkpoint_blocks: [1, 60],
};

export type ProposalState = "active" | "succeeded" | "queued" | ClosedState;

/** What a proposal has come to in a state (Governor); undefined for one that is not there. */
export function proposalState({ rows }: Pick<BranchState, "rows">, id: string): ProposalState | undefined {
  const row = rows.get<ProposalRow>("proposal", id);
  if (row !== undefined) return row.succeeded === null ? "active" : "succeeded";
  if (queuedChanges(rows).some(({ proposal }) => proposal === id)) return "queued";
  return rows.get<ClosedState>("closed", id);
}

/** Ids and rows of the proposals that are open. */
export const proposalsIn = ({ rows }: Pick<BranchState, "rows">): readonly (ProposalRow & { readonly id: string })[] =>
  openProposals(rows).flatMap((id) => {
    const row = rows.get<ProposalRow>("proposal", id);
    return row === undefined ? [] : [{ id, ...row }];
  });

/** The parameters in force with their bounds, and the last 100 changes (ParamRegistry). */
export const registryOf = ({ rows, parameters }: Pick<BranchState, "rows" | "parameters">) => ({
  parameters,
  bounds: BOUNDS,
  updates: rows.get<readonly UpdateRow[]>("updates", "") ?? [],
});
