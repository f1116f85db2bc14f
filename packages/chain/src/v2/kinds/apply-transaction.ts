import { v2 } from "@lucid/proof";
import type { DraftState } from "../state/branch-state.ts";
import type { ListKind, ListStatement } from "./list-kind.ts";
import { nodeCheckpoint } from "./node-checkpoint.ts";
import { sessionAnchors } from "./session-anchors.ts";

type Place = Pick<ListStatement, "height" | "parameters">;

/**
 * Checks a transaction against the state and, if the state takes it, makes its changes. Returns why it does not take it.
 * Form and signature were checked before.
 */
export function applyTransaction(state: DraftState, sent: v2.SentTransaction, place: Place): string | undefined {
  const { sender, sequence } = sent.transaction;
  const next = state.get<number>("sequence", sender) ?? 0;
  if (sequence !== next) return sequence < next ? "sequence_used" : "sequence_gap";
  const refused = v2.isCheckpoint(sent)
    ? takeIn(nodeCheckpoint, state, { ...place, sender, items: sent.items })
    : takeIn(sessionAnchors, state, { ...place, sender, items: sent.items });
  if (refused === undefined) state.set("sequence", sender, next + 1);
  return refused;
}

function takeIn<Item extends v2.Item>(
  kind: ListKind<Item>,
  state: DraftState,
  statement: ListStatement<Item>,
): string | undefined {
  const refused = kind.check(state, statement);
  if (refused === undefined) kind.apply(state, statement);
  return refused;
}
