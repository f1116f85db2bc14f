import { SESSION_STATES, type SessionState } from "@lucid/contract";
import { readPage } from "../../shared/page-of-address.ts";

export const LIST_SORTS = ["created_at", "updated_at", "name", "size"] as const;
export type ListSort = (typeof LIST_SORTS)[number];

/** What of the list is shown, as it stands in the address. What is missing is as at first: all, newest first, page 1. */
export interface ListAddress {
  /** Words. */
  readonly q?: string;
  readonly state?: SessionState | "live";
  readonly sort?: ListSort;
  readonly order?: "asc";
  readonly page?: number;
}

const isOneOf = <Word extends string>(words: readonly Word[], text: unknown): text is Word => words.some((word) => word === text);

/** Reads an address that anybody may have typed: what means nothing is left out. */
export function readListAddress(search: Readonly<Record<string, unknown>>): ListAddress {
  const { q, state, sort, order } = search;
  return {
    // The router reads digits as a number.
    ...((typeof q === "string" && q !== "") || typeof q === "number" ? { q: String(q).slice(0, 200) } : {}),
    ...(isOneOf([...SESSION_STATES, "live"], state) ? { state } : {}),
    ...(isOneOf(LIST_SORTS, sort) && sort !== "created_at" ? { sort } : {}),
    ...(order === "asc" ? { order } : {}),
    ...readPage(search),
  };
}
