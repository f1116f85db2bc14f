import { DOMAIN, hashObject, v2 } from "@lucid/proof";
import type { DraftState, ListRow } from "../state/branch-state.ts";
import { type NodeRow, type Suspended, suspendedIn } from "./sender.ts";
import type { Statement } from "./statement.ts";

type Change = Statement<{ readonly data: v2.MembershipChange }>;

/** Epochs after which a suspended member may return by itself (consensus 10.4). */
const SUSPENSION_EPOCHS = 30;

const totalOf = (members: readonly v2.Member[]): number => members.reduce((sum, { weight }) => sum + weight, 0);

/** A change of the membership (consensus 2.3, 2.4): the handover begins, or why the state does not take it. */
export function changeMembership(state: DraftState, change: Change): string | undefined {
  if (state.members.pending !== null) return "handover_under_way";
  const base = state.members.current;
  const { data } = change;
  if (data.base.version !== base.version || data.base.hash !== hashObject(base)) return "other_base";
  const suspended = suspendedIn(state);
  const members = new Map(base.members.map((member) => [member.entity, member]));
  for (const operation of data.operations) {
    const refused = operate(members, operation, suspended, change);
    if (refused !== undefined) return refused;
  }
  const next = [...members.values()].toSorted((one, other) => (one.entity < other.entity ? -1 : 1));
  const refused =
    listProblem(next, base, change) ?? keyProblem(state, next, suspended) ?? approvalProblem(base, suspended, change);
  if (refused !== undefined) return refused;
  const left = suspended.filter(({ entity }) => !members.has(entity));
  if (left.length < suspended.length) state.set("suspended", "", left);
  beginHandover(state, next, change);
  return undefined;
}

/** From this block on, blocks need the votes of both lists. */
export function beginHandover(
  state: DraftState,
  members: readonly v2.Member[],
  { height, epoch }: { readonly height: number; readonly epoch: number },
): void {
  const { current } = state.members;
  const pending: v2.MemberList = { version: current.version + 1, members: [...members] };
  const row: ListRow = { members, since: epoch, until: null };
  state.set("list", String(pending.version), row);
  for (const { entity, public_key } of members) state.set("key", public_key, entity);
  state.members = { current, pending };
  state.handoverAt = height;
}

/** Makes one operation in the members by entity. */
function operate(
  members: Map<string, v2.Member>,
  operation: v2.Operation,
  suspended: readonly Suspended[],
  { network, checkSignature }: Change,
): string | undefined {
  const { op, entity } = operation;
  const member = members.get(entity);
  const waiting = suspended.find((one) => one.entity === entity);
  if (op === "resume") {
    if (waiting === undefined) return "not_suspended";
    members.set(entity, { entity, public_key: waiting.public_key, weight: waiting.weight });
    return undefined;
  }
  if (op === "add" || op === "rekey") {
    const statement = v2.registration(network, entity, operation.public_key);
    if (!checkSignature(DOMAIN.registrationV2, statement, operation.proof, operation.public_key)) return "bad_registration";
  }
  if (op === "add") {
    if (member !== undefined || waiting !== undefined) return "member_known";
    members.set(entity, { entity, public_key: operation.public_key, weight: operation.weight });
    return undefined;
  }
  if (member === undefined) return "no_such_member";
  if (op === "remove") members.delete(entity);
  else if (op === "reweigh") members.set(entity, { ...member, weight: operation.weight });
  else members.set(entity, { ...member, public_key: operation.public_key });
  return undefined;
}

/** Size of the new list, and the weight of those who were not in the one before (2.4). */
function listProblem(next: readonly v2.Member[], base: v2.MemberList, { parameters }: Change): string | undefined {
  if (next.length === 0) return "no_members";
  if (next.length > parameters.max_attesters) return "too_many_members";
  const known = new Set(base.members.map(({ entity }) => entity));
  const newcomers = totalOf(next.filter(({ entity }) => !known.has(entity)));
  return 3 * newcomers < totalOf(next) ? undefined : "too_many_newcomers";
}

/** No key is another member's, a suspended one's included, or another's node key. */
function keyProblem(
  state: Pick<DraftState, "get">,
  next: readonly v2.Member[],
  suspended: readonly Suspended[],
): string | undefined {
  const isNodeOfAnother = ({ entity, public_key }: v2.Member): boolean =>
    (state.get<NodeRow>("node", public_key)?.entity ?? entity) !== entity;
  if (next.some(isNodeOfAnother)) return "key_of_another";
  const entities = new Set(next.map(({ entity }) => entity));
  const all = [...next, ...suspended.filter(({ entity }) => !entities.has(entity))];
  return new Set(all.map(({ public_key }) => public_key)).size === all.length ? undefined : "key_twice";
}

/** Approvals of more than two thirds of the list before, which only a member that returns by itself does without. */
function approvalProblem(
  base: v2.MemberList,
  suspended: readonly Suspended[],
  { data, sender, epoch, network, checkSignature }: Change,
): string | undefined {
  const statement: v2.ChangeStatement = { network, base: data.base, operations: data.operations };
  let carried = 0;
  for (const { entity, signature } of data.approvals) {
    const member = base.members.find((one) => one.entity === entity);
    if (member === undefined) return "no_such_member";
    if (!checkSignature(DOMAIN.membershipV2, statement, signature, member.public_key)) return "bad_approval";
    carried += member.weight;
  }
  if (3 * carried > 2 * totalOf(base.members)) return undefined;
  const [only, ...more] = data.operations;
  const returns = suspended.some(
    ({ entity, public_key, since }) =>
      entity === only?.entity && public_key === sender && only.op === "resume" && epoch >= since + SUSPENSION_EPOCHS,
  );
  return returns && more.length === 0 ? undefined : "too_few_approvals";
}
