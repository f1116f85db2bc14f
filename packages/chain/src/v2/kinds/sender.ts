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

/** The member of any list in force, or the suspended one, whose own key this is. */
const memberWith = (state: Operators, key: string): v2.Member | undefined => {
  const { current, pending } = state.members;
  const all = [...current.members, ...(pending?.members ?? []), ...suspendedIn(state)];
  return all.find(({ public_key }) => public_key === key);
};

export const isMemberKey = (state: Operators, key: string): boolean => memberWith(state, key) !== undefined;

/** The entity for which a key may send (consensus 6.4); undefined for a key that is nobody's. */
export const operatorOf = (state: Operators, key: string): string | undefined => memberWith(state, key)?.entity;
