import { emptyTally } from "../../../credits/tally.ts";
import { type PaidSession, payPeriod } from "../../reward/ledger.ts";
import { modelMembers } from "../../reward/period.ts";
import { figure, type Scenario } from "../scenario.ts";

/** What a session costs whoever relays and stores it, in millionths: little, but not nothing. */
const COST = 10n;
const prices = [0n, 1n, 2n, 5n, 1_000n, 1_000_000n, 10n ** 12n];
const sizes = [1, 2, 50, 1_000];
/** What its own node asks for, as a part of what it pays: the price between both ends of one hand is free. */
const asks = [0n, 1n, 4n, 5n, 1_000n];

export const selfDealing: Scenario = {
  name: "self-dealing",
  rule: "3.7",
  happens:
    "an operator opens sessions to its own nodes: at any price, so many, by one owner or many, and anything is asked for them",
  nodes: 1,
  run({ world }) {
    const [own] = modelMembers(1);
    const entity = own?.entity ?? "";
    let best = -(10n ** 18n);
    let tried = 0;
    function attempt(sessions: readonly PaidSession[]): void {
      const income = payPeriod({ sessions, pool: 0n, tally: emptyTally, leastPresent: 1 }).get(entity) ?? 0n;
      const spent = sessions.reduce((sum, { paid }) => sum + paid + COST, 0n);
      const profit = income - spent;
      tried += 1;
      if (profit > best) best = profit;
    }
    for (const paid of prices)
      for (const count of sizes)
        for (const ask of asks) attempt(Array.from({ length: count }, () => ({ entity, paid, price: ask * (paid + COST) })));
    // Mixed ones: some sessions pay for the look of it and others claim.
    for (let round = 0; round < 2_000; round += 1) {
      const count = world.dice.between(1, 20);
      const pick = (most: number): bigint => BigInt(world.dice.between(0, most));
      attempt(Array.from({ length: count }, () => ({ entity, paid: pick(1_000), price: pick(100_000) })));
    }
    return [
      figure("strategies tried", "2 000 and more", tried, tried >= 2_000),
      figure("the best profit, in millionths", "below 0", String(best), best < 0n),
    ];
  },
};
