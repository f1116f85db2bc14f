import { SEARCH_COUNTED, type SearchHit, type SearchKind } from "@lucid/contract";
import type { Caller } from "./caller.ts";

export interface SearchQuestion {
  /** As it was typed, with one word at least. */
  readonly text: string;
  /** Hits wanted, the newest first. */
  readonly limit: number;
}

export interface Found {
  readonly hits: readonly SearchHit[];
  /** How many there are; a provider that would have to count stops at `COUNT_TO`. */
  readonly total: number;
}

/** One more than what is told, so that it is known that there are more. */
export const COUNT_TO = SEARCH_COUNTED + 1;

/** How an area is looked through. */
export interface SearchProvider {
  readonly kind: SearchKind;
  /** What the caller may see of it, by the same rights as its lists; undefined where the caller may not look at all. */
  find(question: SearchQuestion, caller: Caller): Promise<Found | undefined> | Found | undefined;
}

const WORD = /[\p{L}\p{N}]+/gu;

/** The words of a text, in lower case. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(WORD) ?? [];
