import type { SeededRandom } from "@lucid/foundation/testing";

/** Chance for simulations, from a seed. */
export interface Dice {
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
}

const STEPS = 1_000_000;

export const createDice = (random: SeededRandom): Dice => ({
  between: (least, most) => least + random.below(most - least + 1),
  chance: (probability) => probability > 0 && random.below(STEPS) < probability * STEPS,
});
