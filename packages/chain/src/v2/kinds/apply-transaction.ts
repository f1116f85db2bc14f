import { hashObject, v2 } from "@lucid/proof";
import type { DraftState } from "../state/branch-state.ts";
import { govern } from "./governance.ts";
import type { ListKind, ListStatement } from "./list-kind.ts";
import { changeMembership } from "./membership.ts";
import { linkNetwork } from "./network-link.ts";
import { nodeCheckpoint } from "./node-checkpoint.ts";
import { registerNode } from "./node-registration.ts";
import { showOffence } from "./offence-evidence.ts";
import { operatorOf } from "./sender.ts";
import { sessionAnchors } from "./session-anchors.ts";
import type { Place } from "./statement.ts";
import { proveWork } from "./task-proof.ts";

/**
 * Checks a transaction against the state and, if the state takes it, makes its changes. Returns why it does not take it.
 * Form and signature were checked before.
 */
export function applyTransaction(state: DraftState, sent: v2.SentTransaction, place: Place): string | undefined {
  const { sender, sequence } = sent.transaction;
  if (operatorOf(state, sender) === undefined) return "no_member";
  const next = state.get<number>("sequence", sender) ?? 0;
  if (sequence !== next) return sequence < next ? "sequence_used" : "sequence_gap";
  const refused = take(state, sent, place);
  if (refused === undefined) state.set("sequence", sender, next + 1);
  return refused;
}

function take(state: DraftState, sent: v2.SentTransaction, place: Place): string | undefined {
  const { sender } = sent.transaction;
  if (v2.isOf("node_checkpoint", sent)) return takeIn(nodeCheckpoint, state, { ...place, sender, items: sent.items });
  if (v2.isOf("session_anchors", sent)) return takeIn(sessionAnchors, state, { ...place, sender, items: sent.items });
  if (v2.isOf("membership", sent)) return changeMembership(state, { ...place, sender, data: sent.transaction.data });
  if (v2.isOf("task_proof", sent)) return proveWork(state, { ...place, sender, data: sent.transaction.data });
  if (v2.isOf("node_registration", sent)) return registerNode(state, { ...place, sender, data: sent.transaction.data });
  if (v2.isOf("governance", sent))
    return govern(state, { ...place, sender, data: sent.transaction.data, id: hashObject(sent.transaction) });
  if (v2.isOf("network_link", sent)) return linkNetwork(state, { ...place, sender, data: sent.transaction.data });
  return showOffence(state, { ...place, sender, data: sent.transaction.data });
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
