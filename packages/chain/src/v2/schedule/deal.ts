import { sha256Hex, utf8, type v2 } from "@lucid/proof";

/** A member that seats are dealt to. */
export interface DealtMember {
  readonly entity: string;
  /** 1 without a tally that says more: consensus 3.1. */
  readonly leaderWeight: number;
}

export interface Dealing {
  readonly network: string;
  readonly epoch: number;
  readonly roster: readonly DealtMember[];
  readonly parameters: Pick<v2.Parameters, "epoch_slots" | "cooldown_slots" | "max_fallbacks">;
}

/**
 * Seats of every slot of an epoch, as indexes into the roster: the slot's leader, then its fallbacks (consensus 3.2). Dealt
 * from zero for each epoch, from the roster alone: no content of a block enters it.
 */
export function dealSeats({ network, epoch, roster, parameters }: Dealing): readonly (readonly number[])[] {
  const seatCount = Math.min(parameters.max_fallbacks + 1, roster.length);
  const cooldown = Math.min(parameters.cooldown_slots, roster.length - 1);
  const total = roster.reduce((sum, { leaderWeight }) => sum + leaderWeight, 0);
  const places = roster.map(({ entity, leaderWeight }, index) => {
    const tie = sha256Hex(utf8(`lucid-turn|${network}|${epoch}|${entity}`));
    return { index, leaderWeight, tie, sum: 0 };
  });
  type Place = (typeof places)[number];
  const elected: Place[] = [];

  const isBefore = (place: Place, other: Place): boolean =>
    place.sum === other.sum ? place.tie < other.tie : place.sum > other.sum;

  function elect(): Place {
    for (const place of places) place.sum += place.leaderWeight;
    const resting = new Set(elected.slice(Math.max(0, elected.length - cooldown)));
    const rested = places.filter((place) => !resting.has(place));
    const chosen = rested.reduce((best, place) => (isBefore(place, best) ? place : best));
    chosen.sum -= total;
    elected.push(chosen);
    return chosen;
  }

  return Array.from({ length: parameters.epoch_slots }, (_, slot) => {
    const seats = new Set<number>();
    for (let ahead = slot; seats.size < seatCount; ahead += 1) seats.add((elected[ahead] ?? elect()).index);
    return [...seats];
  });
}
