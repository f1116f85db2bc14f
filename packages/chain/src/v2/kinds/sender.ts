import type { v2 } from "@lucid/proof";
import type { DraftState } from "../state/branch-state.ts";

/** A member that was taken out of the list for an offence (consensus 10.4), with what it returns with. */
export interface Suspended extends v2.Member {
  /** Epoch of the block that suspended it. */
  readonly since: number;
}

type Readable = Pick<DraftState, "get">;

/** Suspended members, sorted by entity. */
export const suspendedIn = (state: Readable): readonly Suspended[] => state.get<readonly Suspended[]>("suspended", "") ?? [];

/** Whether a key may send: of a member of any list in force, or of a suspended one (consensus 6.4). */
export function maySend(state: Readable, { current, pending }: v2.Members, key: string): boolean {
  const hasKey = ({ public_key }: v2.Member): boolean => public_key === key;
  return current.members.some(hasKey) || pending?.members.some(hasKey) === true || suspendedIn(state).some(hasKey);
}
