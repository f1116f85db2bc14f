import type { v2 } from "@lucid/proof";
import type { DraftState } from "../state/branch-state.ts";

/** A member that was taken out of the list for an offence (consensus 10.4), with what it returns with. */
export interface Suspended extends v2.Member {
  /** Epoch of the block that suspended it. */
  readonly since: number;
}

type Readable = Pick<DraftState, "get">;

/** What the question whose a key is depends on. */
export type Operators = Pick<DraftState, "get" | "members">;

/** Suspended members, sorted by entity. */
export const suspendedIn = (state: Readable): readonly Suspended[] => state.get<readonly Suspended[]>("suspended", "") ?? [];

/** The members of every list in force, and the suspended ones. */
function membersIn(state: Operators): readonly v2.Member[] {
  const { current, pending } = state.members;
  return [...current.members, ...(pending?.members ?? []), ...suspendedIn(state)];
}

/** The member whose own key this is; undefined for a node key and for a key that is nobody's. */
export const memberOf = (state: Operators, key: string): string | undefined =>
  membersIn(state).find(({ public_key }) => public_key === key)?.entity;

/** A further key of a member, in the public registry of nodes. */
export interface NodeRow {
  readonly entity: string;
  readonly endpoints: readonly string[];
  readonly pool: string | null;
}

/** The entity for which a key may send (consensus 6.4); undefined for a key that is nobody's, and for one of who has left. */
export function operatorOf(state: Operators, key: string): string | undefined {
  const node = state.get<NodeRow>("node", key)?.entity;
  return memberOf(state, key) ?? (membersIn(state).some(({ entity }) => entity === node) ? node : undefined);
}
