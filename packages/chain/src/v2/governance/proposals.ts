import type { v2 } from "@lucid/proof";
import type { DraftState } from "../state/branch-state.ts";
import type { Rows } from "../state/rows.ts";

/** A proposal that is open: active, or succeeded and waiting to become final. */
export interface ProposalRow {
  readonly proposer: string;
  readonly changes: readonly v2.ParameterChange[];
  /** Epoch of its block. */
  readonly since: number;
  /** Height of the block in which it succeeded; null as long as it is active. */
  readonly succeeded: number | null;
  /** What members said, by entity: 0 against, 1 for, 2 abstain. */
  readonly votes: Readonly<Record<string, number>>;
}

/** A change that was decided and has a date. */
export interface QueuedRow {
  readonly proposal: string;
  readonly changes: readonly v2.ParameterChange[];
  /** It is in force from the first block of this epoch on, or of a later one. */
  readonly due: number;
}

/** How a proposal ended; it decides nothing any more. */
export type ClosedState = "executed" | "defeated" | "canceled";

/** One change of a parameter that came into force. */
export interface UpdateRow {
  readonly name: v2.GovernedName;
  readonly before: v2.ParameterChange["value"];
  readonly value: v2.ParameterChange["value"];
  readonly proposal: string;
  readonly epoch: number;
}

type Readable = Pick<DraftState, "get">;

/** Ids of open proposals, in chain order. */
export const openProposals = (state: Readable): readonly string[] => state.get<readonly string[]>("open", "") ?? [];

/** Dated changes in the order in which they come into force. */
export const queuedChanges = (state: Pick<Rows, "get">): readonly QueuedRow[] =>
  state.get<readonly QueuedRow[]>("queued", "") ?? [];

export function openProposal(state: DraftState, id: string, row: ProposalRow): void {
  state.set("proposal", id, row);
  state.set("open", "", [...openProposals(state), id]);
}

/** Takes a proposal from the open ones; `ended` where that is its end. */
export function leaveOpen(state: DraftState, id: string, ended?: ClosedState): void {
  const left = openProposals(state).filter((other) => other !== id);
  state.set("open", "", left.length === 0 ? undefined : left);
  state.set("proposal", id, undefined);
  if (ended !== undefined) state.set("closed", id, ended);
}
