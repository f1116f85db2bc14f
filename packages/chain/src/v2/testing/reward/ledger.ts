import type { Tally } from "../../credits/tally.ts";

/** A recorded session as the payment ledger sees it (consensus 3.7). */
export interface PaidSession {
  /** What its owner paid, in millionths. */
  readonly paid: bigint;
  /** Of the member whose node anchored it. */
  readonly entity: string;
  /** What relay and storage of it would earn by the price list, in millionths. */
  readonly price: bigint;
}

export interface Period {
  readonly sessions: readonly PaidSession[];
  /** What votes and presence share, in millionths. */
  readonly pool: bigint;
  readonly tally: Pick<Tally, "rows">;
  /** Fewest slots of presence for a share of the pool: d_min of the window. */
  readonly leastPresent: number;
}

/**
 * What a period pays to each member, by the rules that the ledger keeps: of a session at most 4/5 of what it paid, and the
 * pool in equal parts by member. No number that auditors report moves money from one member to another.
 */
export function payPeriod({ sessions, pool, tally, leastPresent }: Period): ReadonlyMap<string, bigint> {
  const paid = new Map<string, bigint>();
  const pay = (entity: string, amount: bigint) => void paid.set(entity, (paid.get(entity) ?? 0n) + amount);
  for (const session of sessions) {
    const most = (4n * session.paid) / 5n;
    pay(session.entity, session.price < most ? session.price : most);
  }
  const sharing = tally.rows.filter(({ credits, present }) => credits > 0 && present >= leastPresent);
  for (const { entity } of sharing) pay(entity, pool / BigInt(sharing.length));
  return paid;
}
