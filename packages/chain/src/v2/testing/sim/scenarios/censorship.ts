import type { Topic } from "../../../engine/network-port.ts";
import { dealSeats } from "../../../schedule/deal.ts";
import { type Figure, figure, type Scenario } from "../scenario.ts";
import type { SimNode, World } from "../world.ts";

const ROUNDS = 40;
/**
 * What comes just after a block waits for the next one, which may be a censor's. One that leaves it out after that is not voted for, and the
 * fallback after the second censor has it 5 s later; it is told a second later.
 */
const MOST_SECONDS = 28;
/** Draws of the turns, for each number of members: so many thirds, each with so many anchors. */
const [THIRDS, ANCHORS] = [1_000, 10];
const DRAWS = THIRDS * ANCHORS;
/** What numbers of members come to for certain, in percent; 99 is the aim. With many of them all four seats of a slot are censors' in one of a hundred draws. */
const LEAST_PERCENT = { 6: 99, 12: 98.5, 30: 98, 128: 97.5 } as const;
/** Slots of a dealing, and further than any wait. */
const SLOTS = 800;
const FURTHEST = 80;
/** So long on its way to everybody, in seconds. */
const ON_ITS_WAY = 1;
const PATIENCE = 4;

interface Draw {
  readonly seats: readonly (readonly number[])[];
  readonly censors: ReadonlySet<number>;
  /** When the anchor is sent, in seconds from the first slot. */
  readonly sentAt: number;
}

type Genesis = World["network"]["genesis"];

/** Whose turns there are from a position on, in order of their times. */
function* turnsFrom(first: number, seats: Draw["seats"], { parameters }: Genesis) {
  const { block_interval, slot_duration, leader_timeout, max_fallbacks } = parameters;
  const perSlot = slot_duration / block_interval;
  for (let at = first * block_interval; at < seats.length * slot_duration; at += leader_timeout) {
    for (let rank = 0; rank <= max_fallbacks; rank += 1) {
      const ordinal = (at - rank * leader_timeout) / block_interval;
      const keys = seats[Math.floor(ordinal / perSlot)] ?? [];
      const owner = keys[((ordinal % perSlot) + rank) % keys.length];
      if (Number.isInteger(ordinal) && owner !== undefined) yield { ordinal, owner, at };
    }
  }
}

/** Seconds until the first block with an anchor, by the turns alone (consensus 3.3 and 6.7). */
function waitOf({ seats, censors, sentAt }: Draw, genesis: Genesis): number {
  const { block_interval } = genesis.parameters;
  const known = sentAt + ON_ITS_WAY;
  const first = Math.floor(sentAt / block_interval) + 1;
  let filled = first - 1;
  let refusedFrom: number | undefined;
  for (const { ordinal, owner, at } of turnsFrom(first, seats, genesis)) {
    if (ordinal <= filled) continue;
    if (!censors.has(owner) && at >= known) return at - sentAt;
    const isDue = censors.has(owner) && known < at - block_interval;
    if (isDue) refusedFrom ??= ordinal;
    if (!isDue || ordinal >= (refusedFrom ?? ordinal) + PATIENCE) filled = ordinal;
  }
  return Number.POSITIVE_INFINITY;
}

function drawn(members: number, least: number, { dice, network: { genesis, hash } }: World): Figure {
  const parameters = { ...genesis.parameters, epoch_slots: SLOTS };
  const roster = Array.from({ length: members }, (_, index) => ({ entity: `${genesis.genesis_time}/${index}`, leaderWeight: 1 }));
  const seats = dealSeats({ network: hash, epoch: 2, roster, parameters });
  const waits = Array.from({ length: THIRDS }).flatMap(() => {
    const censors = new Set<number>();
    while (censors.size < Math.floor(members / 3)) censors.add(dice.between(0, members - 1));
    return Array.from({ length: ANCHORS }, () => {
      const slot = dice.between(0, SLOTS - FURTHEST);
      const sentAt = dice.between(0, 1_000 * parameters.slot_duration - 1) / 1_000;
      return waitOf({ seats: seats.slice(slot, slot + FURTHEST), censors, sentAt }, genesis);
    });
  });
  const share = (100 * waits.filter((wait) => wait <= 30).length) / DRAWS;
  return figure(
    `${members} members: of ${DRAWS} draws of the turns those that have it within 30 s, and the longest`,
    `at least ${least} %`,
    `${share.toFixed(2)} %, ${Math.ceil(Math.max(...waits))} s`,
    share >= least,
  );
}

export const censorship: Scenario = {
  name: "censorship",
  rule: "3.3, 6.7",
  happens:
    "a third of the members never puts the transactions of one other member into a block, and passes none of them on; the draws are a model of the turns",
  nodes: 6,
  least: 6,
  run({ world, traffic, until, heal, proofs }) {
    const [victim, ...rest] = world.nodes;
    if (victim === undefined) throw new Error("sim: there are six");
    const censors = rest.slice(-Math.floor(world.nodes.length / 3));
    const isCensor = new Set(censors.map(({ index }) => index));
    const said = Buffer.from(`"sender":"${victim.keys.publicKey}"`);
    // What they do not know they cannot build with: of its transactions they see only those in blocks of others.
    const sent = world.deliver;
    let kept = 0;
    world.deliver = (from: number, to: number, topic: Topic, bytes: Uint8Array): void => {
      const isCensored = topic === "transactions" && isCensor.has(to) && Buffer.from(bytes).includes(said);
      if (isCensored) kept += 1;
      else sent(from, to, topic, bytes);
    };
    world.run(120);
    // Who has nothing to put into a block builds none: with what others send the censors do.
    traffic.begin(40, rest);
    const waits: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      world.run(world.dice.between(1, 20));
      traffic.record(victim);
      const { id = "" } = traffic.anchors.at(-1) ?? {};
      waits.push(until(() => victim.engine?.placeOf(id) !== undefined, 600) ?? Number.POSITIVE_INFINITY);
    }
    traffic.end();
    const built = censors.map((censor) => blocksBy(censor, victim, world));
    world.deliver = sent;
    const healed = heal();
    world.run(240);
    const worst = Math.max(...waits);
    return [
      figure("transactions that they did not take", "some", kept, kept > 0),
      figure("blocks that each of them built", "some", built.join(" and "), Math.max(...built) > 0),
      figure("an anchor is in a block after, seconds", `at most ${MOST_SECONDS}`, worst, worst <= MOST_SECONDS),
      figure("final all the same, seconds", "within an hour", healed ?? "never", healed !== undefined),
      ...proofs(),
      ...Object.entries(LEAST_PERCENT).map(([members, least]) => drawn(Number(members), least, world)),
    ];
  },
};

/** Blocks of a node that another one has. */
const blocksBy = ({ keys }: SimNode, { disk }: SimNode, { prepare }: World): number =>
  [...disk.store.blocks()].filter((bytes) => {
    const prepared = prepare(bytes);
    return prepared.ok && prepared.value.block.header.producer === keys.publicKey;
  }).length;
