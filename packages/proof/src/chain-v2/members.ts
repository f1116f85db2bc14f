import { z } from "zod";
import { hashObject } from "../encoding/hash.ts";
import { Count, Hash, PublicKey } from "../formats/primitives.ts";

/** An operator that votes. Its entity stays when its key changes. */
export const Member = z.strictObject({ entity: Hash, public_key: PublicKey, weight: z.int().min(1).max(1_000) });
export type Member = z.infer<typeof Member>;

/** Most members of a list. */
export const MAX_MEMBERS = 128;

/** The members of a network at one version of its membership, sorted by entity; no entity and no key twice. */
export const MemberList = z.strictObject({
  version: Count,
  members: z.array(Member).min(1).max(MAX_MEMBERS).refine(isSorted, "sorted by entity, no entity and no key twice"),
});
export type MemberList = z.infer<typeof MemberList>;

/** The lists that a block needs the votes of (consensus 2.5). `pending` is null outside a handover. */
export const Members = z.strictObject({ current: MemberList, pending: MemberList.nullable() });
export type Members = z.infer<typeof Members>;

/** What a header commits to as `members`. */
export const membersHash = (members: Members): string => hashObject(members);

function isSorted(members: readonly Member[]): boolean {
  const keys = new Set(members.map(({ public_key }) => public_key));
  return keys.size === members.length && members.every(({ entity }, at) => at === 0 || (members[at - 1]?.entity ?? "") < entity);
}

/** Who may vote for a block, each with its weight in every list the block needs (consensus 2.6). */
export interface Voters {
  /** By voter index: first those of `current` in list order, then those of `pending` that are not among them. */
  readonly keys: readonly string[];
  /** Whose key it is, by voter index. */
  readonly entities: readonly string[];
  indexOf(key: string): number | undefined;
  /** Weight of a voter in the older list; 0 for whoever is only in the newer one. */
  weightOf(key: string): number;
  /** Weight of the older list as a whole. */
  readonly total: number;
  /** Whether these voter indexes, each counted once, carry more than two thirds of every list (consensus 2.7). */
  isSupermajority(indexes: Iterable<number>): boolean;
}

export function votersOf({ current, pending }: Members): Voters {
  const older = weightsIn(current);
  const lists = pending === null ? [older] : [older, weightsIn(pending)];
  const keys = [...new Set(lists.flatMap(({ byKey }) => [...byKey.keys()]))];
  const indexes = new Map(keys.map((key, index) => [key, index]));
  const members = [...current.members, ...(pending?.members ?? [])];
  const entities = keys.flatMap((key) => members.find(({ public_key }) => public_key === key)?.entity ?? []);
  return {
    ...{ keys, entities },
    indexOf: (key) => indexes.get(key),
    weightOf: (key) => older.byKey.get(key) ?? 0,
    total: older.total,
    isSupermajority(voted) {
      const once = new Set(voted);
      const voters = keys.filter((_, index) => once.has(index));
      return lists.every(({ byKey, total }) => 3 * voters.reduce((sum, key) => sum + (byKey.get(key) ?? 0), 0) > 2 * total);
    },
  };
}

function weightsIn({ members }: MemberList): { readonly byKey: ReadonlyMap<string, number>; readonly total: number } {
  const byKey = new Map(members.map(({ public_key, weight }) => [public_key, weight]));
  return { byKey, total: members.reduce((sum, { weight }) => sum + weight, 0) };
}
