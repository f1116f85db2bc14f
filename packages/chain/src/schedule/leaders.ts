import { type GenesisParameters, sha256Hex } from "@lucid/proof";

/** What one epoch's tally says of an entity. Uptime is slots answered out of slots in the window. */
export interface TallyEntry {
  readonly entity: string;
  readonly credits: bigint;
  readonly uptime: readonly [present: bigint, window: bigint];
}

/** live_score = credits x uptime, at least d_min uptime and some credits: consensus.md 2. */
export function isEligible({ credits, uptime }: TallyEntry, dMin: GenesisParameters["d_min"]): boolean {
  const [present, window] = uptime;
  return credits > 0n && window > 0n && present * BigInt(dMin[1]) >= window * BigInt(dMin[0]);
}

/** Eligible entities, best live_score first; equal scores by the lowest hash of epoch seed and entity. */
export function rankEntities(tally: readonly TallyEntry[], dMin: GenesisParameters["d_min"], epochSeed: string): string[] {
  const scored = tally
    .filter((entry) => isEligible(entry, dMin))
    .map((entry) => ({ ...entry, tie: sha256Hex(Buffer.from(`${epochSeed}|${entry.entity}`)) }));
  scored.sort((left, right) => {
    const difference = right.credits * right.uptime[0] * left.uptime[1] - left.credits * left.uptime[0] * right.uptime[1];
    if (difference !== 0n) return difference > 0n ? 1 : -1;
    return left.tie < right.tie ? -1 : left.tie > right.tie ? 1 : 0;
  });
  return scored.map(({ entity }) => entity);
}

export interface Election {
  readonly slot: number;
  /** Eligible entities in order of rank (`rankEntities`); for `electInTurn` the bootstrap producers in genesis order. */
  readonly ranked: readonly string[];
  /** Entities that led the slots before this one on the branch, the latest last. */
  readonly recentLeaders: readonly string[];
  readonly parameters: Pick<GenesisParameters, "cooldown_slots" | "max_fallbacks">;
}

/**
 * Leader of a slot and its fallbacks, in order of rank: the best-ranked entities that did not lead one of
 * the last min(cooldown_slots, eligible - 1) slots. When the cooldown leaves too few for every fallback,
 * those who led longest ago follow, so that a small network still has somebody to step in.
 */
export function electByRank({ ranked, recentLeaders, parameters }: Election): string[] {
  const cooldown = Math.min(parameters.cooldown_slots, ranked.length - 1);
  const resting = cooldown > 0 ? recentLeaders.slice(-cooldown) : [];
  const rested = ranked.filter((entity) => !resting.includes(entity));
  const longestAgo = ranked.filter((entity) => resting.includes(entity));
  longestAgo.sort((left, right) => resting.lastIndexOf(left) - resting.lastIndexOf(right));
  return [...rested, ...longestAgo].slice(0, parameters.max_fallbacks + 1);
}

/** Bootstrap producers take the slots in turn; the next ones in genesis order are the fallbacks. */
export function electInTurn({ slot, ranked, parameters }: Election): string[] {
  const seats = Math.min(ranked.length, parameters.max_fallbacks + 1);
  return Array.from({ length: seats }, (_, rank) => ranked[(slot + rank) % ranked.length] ?? "");
}

/** Fewest eligible entities for which the tally decides; below that the bootstrap producers take turns. */
const MIN_RANKED = 3;

/** Who may build in a slot, in order of rank: by the tally once it ranks enough entities, before that in turn. */
export function electLeaders(election: Election & { readonly bootstrap: readonly string[] }): string[] {
  if (election.ranked.length >= MIN_RANKED) return electByRank(election);
  return electInTurn({ ...election, ranked: election.bootstrap });
}
