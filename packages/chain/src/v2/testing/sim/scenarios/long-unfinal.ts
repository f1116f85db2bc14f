import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { v2 } from "@lucid/proof";
import type { ForkBlock } from "../../../consensus/fork-node.ts";
import { createForkTree, type ForkTree } from "../../../consensus/fork-tree.ts";
import { figure, type Scenario } from "../scenario.ts";

const BLOCKS = 10_000;
const MEMBERS = 20;
/** One fewer than make more than two thirds. */
const VOTING = 13;
/** Blocks whose votes are timed together. */
const BATCH = 10;
const MIB = 1_048_576;

const keyOf = (member: number): string => member.toString(16).padStart(64, "0");
const hashOf = (height: number): string => `b${height.toString(16).padStart(63, "0")}`;
const voters = v2.votersOf({
  current: {
    version: 0,
    members: Array.from({ length: MEMBERS }, (_, member) => ({ entity: keyOf(member), public_key: keyOf(member), weight: 1 })),
  },
  pending: null,
});

const blockAt = (height: number): ForkBlock => ({
  ...{ hash: hashOf(height), parent: hashOf(height - 1), height, slot: height, position: 0, rank: 0, epoch: 0 },
  ...{ timestamp: height, txCount: 0, voters },
});

/** Adds a block and what 13 of 20 say of it: it is not justified, and their source stays the genesis. */
function grow(tree: ForkTree, height: number): void {
  tree.add(blockAt(height));
  const [source, target] = [0, height].map((at) => ({ height: at, hash: hashOf(at) }));
  if (source === undefined || target === undefined) return;
  for (let member = 0; member < VOTING; member += 1) tree.vote({ attester: keyOf(member), source, target });
}

/** Processor time of so many blocks with their votes, in microseconds a vote. */
function timed(tree: ForkTree, from: number): number {
  const before = process.cpuUsage();
  for (let height = from; height < from + BATCH; height += 1) grow(tree, height);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (BATCH * VOTING);
}

/** The middle one: what else the machine does is in the highest. */
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return getHeapStatistics().used_heap_size;
}

export const longUnfinal: Scenario = {
  name: "long-unfinal",
  rule: "4.7",
  happens: `${VOTING} of ${MEMBERS} members vote, and nothing becomes final for ${BLOCKS} blocks (a model: the tree that chooses the head, with every vote)`,
  nodes: MEMBERS,
  run() {
    const tree = createForkTree(blockAt(0));
    // Once through, so that what is measured is compiled.
    for (let height = 1; height <= BATCH * 40; height += 1) grow(createForkTree(blockAt(0)), 1);
    const young: number[] = [];
    for (let round = 0; round < 100; round += 1) {
      const other = createForkTree(blockAt(0));
      young.push(timed(other, 1));
    }
    const before = heldBytes();
    for (let height = 1; height <= BLOCKS / 2; height += 1) grow(tree, height);
    const half = heldBytes() - before;
    const old: number[] = [];
    for (let height = BLOCKS / 2 + 1; height <= BLOCKS; height += BATCH) old.push(timed(tree, height));
    const whole = heldBytes() - before;
    const [soon, late] = [median(young), median(old.slice(-100))];
    return [
      figure("blocks without finality", String(BLOCKS), tree.head.height, tree.head.height === BLOCKS && tree.final.height === 0),
      figure("cost of a vote, in that of one at 10 blocks", "at most 2", (late / soon).toFixed(2), late <= 2 * soon),
      figure("memory for all of them, MiB", "at most 100", (whole / MIB).toFixed(1), whole <= 100 * MIB),
      figure(
        "of it for the second half",
        "about half: 0.4 to 0.6",
        ((whole - half) / whole).toFixed(2),
        Math.abs(half / whole - 0.5) <= 0.1,
      ),
    ];
  },
};
