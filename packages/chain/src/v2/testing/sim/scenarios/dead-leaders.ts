import { dealSeats } from "../../../schedule/deal.ts";
import { type Figure, figure, type Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

/** Every choice of `count` of the numbers below `size`. */
function* choices(size: number, count: number, from = 0): Generator<readonly number[]> {
  if (count === 0) yield [];
  else
    for (let first = from; first <= size - count; first += 1)
      for (const rest of choices(size, count - 1, first + 1)) yield [first, ...rest];
}

/** Draws where there are too many choices to go through. */
const MAX_CHOICES = 5_000;

function figuresFor(members: number, weigh: (index: number) => number, words: string, { network, dice }: World): Figure {
  const { parameters, genesis_time } = network.genesis;
  const roster = Array.from({ length: members }, (_, index) => ({
    entity: `${genesis_time}/${index}`,
    leaderWeight: weigh(index),
  }));
  const slots = 720;
  const seats = dealSeats({ network: network.hash, epoch: 2, roster, parameters: { ...parameters, epoch_slots: slots } });
  const dead = Math.min(4, members - 1);
  const all = members <= 20 ? choices(members, dead) : draws();
  function* draws(): Generator<readonly number[]> {
    for (let draw = 0; draw < MAX_CHOICES; draw += 1) {
      const some = new Set<number>();
      while (some.size < dead) some.add(dice.between(0, members - 1));
      yield [...some];
    }
  }
  const most = Math.ceil(slots / Math.min(members, parameters.cooldown_slots + 1));
  let worst = 0;
  let neighbours = 0;
  for (const some of all) {
    const gone = new Set(some);
    const missed = seats.map((keys) => keys.every((index) => gone.has(index)));
    worst = Math.max(worst, missed.filter(Boolean).length);
    if (missed.some((isMissed, slot) => isMissed && missed[slot + 1] === true)) neighbours += 1;
  }
  const holds = worst <= most && neighbours === 0;
  return figure(
    `${dead} of ${members} dead, leader weights ${words}: slots of ${slots} without a block, neighbours among them`,
    `at most ${most}, none`,
    `${worst}, ${neighbours}`,
    holds,
  );
}

export const deadLeaders: Scenario = {
  name: "dead-leaders",
  rule: "3.2, 3.3",
  happens: "any 4 of 5, 8, 20 and 128 members dead for ever, leader weights equal and 1 to 4",
  nodes: 1,
  run: ({ world }) =>
    [5, 8, 20, 128].flatMap((members) => [
      figuresFor(members, () => 1, "equal", world),
      figuresFor(members, (index) => 1 + (index % 4), "1 to 4", world),
    ]),
};
