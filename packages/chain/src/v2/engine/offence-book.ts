import { canonicalBytes, type v2 } from "@lucid/proof";
import { isPunished } from "../kinds/is-spent.ts";
import type { BranchState } from "../state/branch-state.ts";

/** Signed pairs that this node knows of, until a block holds them (consensus 10.3). */
export interface OffenceBook {
  /** Takes a pair whose signatures hold; false for one that is known. */
  add(pair: v2.OffencePair): boolean;
  /** Pairs that a block above this state may hold, and that no waiting transaction brings. */
  open(state: BranchState, waiting: readonly v2.OffencePair[]): readonly v2.OffencePair[];
  /** Forgets what the final state has. */
  settle(final: BranchState): void;
}

/** Largest pair as a message, in bytes (consensus 13.1). */
export const MAX_PAIR_BYTES = 4_096;
/** Pairs that are kept: a key that offends at every height is taken out by the first. */
const MAX_PAIRS = 256;

export function createOffenceBook(offenceOf: (pair: v2.OffencePair) => v2.OffenceFacts | undefined): OffenceBook {
  const pairs = new Map<string, v2.OffencePair>();
  const nameOf = (pair: v2.OffencePair): string => {
    const facts = offenceOf(pair);
    return `${facts?.key}|${facts?.kind}|${facts?.place}`;
  };
  return {
    add(pair) {
      const name = nameOf(pair);
      if (pairs.has(name) || pairs.size >= MAX_PAIRS || canonicalBytes(pair).length > MAX_PAIR_BYTES) return false;
      pairs.set(name, pair);
      return true;
    },
    open({ rows, lists: { members } }, waiting) {
      const names = new Set(waiting.map(nameOf));
      return [...pairs].flatMap(([name, pair]) => (names.has(name) || isPunished({ rows, members }, pair) ? [] : [pair]));
    },
    settle({ rows, lists: { members } }) {
      for (const [name, pair] of pairs) if (isPunished({ rows, members }, pair)) pairs.delete(name);
    },
  };
}
