import type { v2 } from "@lucid/proof";
import type { DraftState } from "../state/branch-state.ts";
import type { Place } from "./statement.ts";

/** A list transaction in a block. */
export interface ListStatement<Item extends v2.Item = v2.Item> extends Pick<Place, "height" | "parameters"> {
  readonly sender: string;
  readonly items: readonly Item[];
}

/** Everything that the engine knows of one kind of list transaction. All of it is part of the consensus. */
export interface ListKind<Item extends v2.Item> {
  /** Why the state does not take the statement; undefined if it does. */
  check(state: Pick<DraftState, "get">, statement: ListStatement<Item>): string | undefined;
  /** Writes what the statement changes. It was checked against this very state. */
  apply(state: DraftState, statement: ListStatement<Item>): void;
}

/** A tag is a name in its sender's own space: nobody can take another's (consensus 6.4). */
export const ownTag = (sender: string, tag: string): string => `${sender}|${tag}`;

/** The last head of a tag that is not anchored yet. */
export type HeadRow = Pick<v2.Head, "size" | "root">;
