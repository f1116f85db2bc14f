import { CREDIT_KINDS } from "./credits.ts";
import type { CreditAccount } from "./recompute-credits.ts";
import type { EarnedRow } from "./tally.ts";

/** Where what was counted anew is not what the state has. */
export interface CreditDifference extends Pick<CreditAccount, "entity" | "epoch" | "kind"> {
  readonly recounted: number;
  readonly state: number;
}

/** Compares accounts with the state's own count, for the epochs that the state keeps; it forgets older ones. */
export function compareCredits(
  accounts: readonly CreditAccount[],
  counted: ReadonlyMap<number, readonly EarnedRow[]>,
): readonly CreditDifference[] {
  const oldest = Math.min(...counted.keys());
  const byName = new Map<string, CreditDifference>();
  function note(place: Pick<CreditAccount, "entity" | "epoch" | "kind">, amounts: Partial<CreditDifference>): void {
    const { entity, epoch, kind } = place;
    const name = `${epoch}|${entity}|${kind}`;
    byName.set(name, { ...(byName.get(name) ?? { entity, epoch, kind, recounted: 0, state: 0 }), ...amounts });
  }
  for (const account of accounts) if (account.epoch >= oldest) note(account, { recounted: account.amount });
  for (const [epoch, rows] of counted)
    for (const { entity, credits, present } of rows) {
      for (const kind of CREDIT_KINDS) note({ entity, epoch, kind }, { state: credits[kind] });
      note({ entity, epoch, kind: "uptime_beacon" }, { state: present });
    }
  return [...byName.values()].filter(({ recounted, state }) => recounted !== state);
}
