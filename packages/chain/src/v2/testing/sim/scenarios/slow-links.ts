import { calmLinks } from "../links.ts";
import { type Figure, figure, type Scenario, type Stage } from "../scenario.ts";

const SECONDS = 600;
/** Of the blocks that a prompt network makes final in that time. */
const LEAST_SHARE = 0.85;

/** Every message takes so long, and one clock is further ahead than that explains. */
function slowed({ world, traffic, heal, proofs }: Stage, delayS: number): readonly Figure[] {
  const { block_interval } = world.network.genesis.parameters;
  traffic.begin(60);
  world.run(300);
  world.links = { ...calmLinks, minDelayMs: 1_000 * delayS, maxDelayMs: 1_000 * delayS + 300 };
  world.run(60);
  const before = world.witness.finalHeight;
  world.run(SECONDS);
  const gained = world.witness.finalHeight - before;
  const [ahead] = world.nodes;
  if (ahead === undefined) throw new Error("sim: there are seven");
  // Beyond what a question and its answer take together.
  ahead.clock.offsetMs = 1_000 * (2 * delayS + 4);
  world.run(120);
  const signed = ahead.disk.signFile.read();
  world.run(300);
  const isSilent = ahead.disk.signFile.read() === signed;
  ahead.clock.offsetMs = 0;
  traffic.end();
  const healed = heal();
  world.run(240);
  const mark = Math.floor((LEAST_SHARE * SECONDS) / block_interval);
  return [
    figure(`${delayS} s on every link: blocks final in ${SECONDS} s`, `at least ${mark}`, gained, gained >= mark),
    figure(
      `${delayS} s on every link: a clock that is further ahead than that explains signs`,
      "nothing",
      isSilent ? "nothing" : "something",
      isSilent,
    ),
    figure(
      `${delayS} s on every link: final everywhere once they are prompt, seconds`,
      "at most 600",
      healed ?? "never",
      (healed ?? 601) <= 600,
    ),
    ...proofs(),
  ];
}

export const slowLinks: Scenario = {
  name: "slow-links",
  rule: "4, 5.4",
  happens: "what members say takes up to the leader timeout, and nearly an interval, until others have taken it in",
  nodes: 7,
  least: 7,
  run: (stage) => [...slowed(stage, 3), ...slowed(stage.again({}), 5), ...slowed(stage.again({}), 9)],
};
