import { canonicalBytes, hashObject, sha256Hex, utf8, v2 } from "@lucid/proof";
import { epochOf, expectedTime, type Position, positionOf } from "../../../../schedule/slots.ts";
import { applyBlock } from "../../../blocks/apply-block.ts";
import type { BlockRules, BranchBelow } from "../../../blocks/block-context.ts";
import { buildBlock } from "../../../blocks/build-block.ts";
import type { HeldVote } from "../../../blocks/check-votes.ts";
import { type PreparedBlock, type PreparedTransaction, prepareTransaction } from "../../../blocks/prepare-block.ts";
import { auditorsOf } from "../../../credits/auditors.ts";
import { createLedger } from "../../../engine/ledger.ts";
import { createSchedule } from "../../../schedule/schedule.ts";
import type { BranchState } from "../../../state/branch-state.ts";
import { createMemoryStore } from "../../../store/memory-store.ts";
import { bitmapOf } from "../../audits.ts";
import { reportsAbout } from "../audits.ts";
import { forcedList, signForced } from "../force.ts";
import { figure, type Scenario } from "../scenario.ts";
import type { SimNode, World } from "../world.ts";

const EPOCHS = 5;
/** Contents that are built and applied whole; the list of attacks asks for 2^20. */
const CONTENTS = 512;
/** Epochs after the one that ends. */
const AHEAD = [1, 2];

/** Who is seated in the next two epochs, and who audits whom, for the chain that ends with this state. */
function orderAbove(state: BranchState, { network }: World): string {
  const { members } = state.lists.members.current;
  const { epoch_slots } = network.genesis.parameters;
  // One of its own: what another schedule remembers must not answer.
  const schedule = createSchedule(network);
  return hashObject(
    AHEAD.map((ahead) => {
      const epoch = state.epoch + ahead;
      return {
        seats: Array.from({ length: epoch_slots }, (_, slot) => schedule.seats(state, epoch * epoch_slots + slot)),
        auditors: members.map(({ entity }) => auditorsOf({ network: network.hash, epoch, entity }, members)),
      };
    }),
  );
}

/** The chain of a node as its last block left it, and what a builder above it works with. */
function chainOf({ disk }: SimNode, { network, checkSignature, prepare }: World) {
  const rules: BlockRules = { network, checkSignature, schedule: createSchedule(network) };
  const prepared = (bytes: Uint8Array): PreparedBlock => {
    const outcome = prepare(bytes);
    if (!outcome.ok) throw new Error(outcome.reason);
    return outcome.value;
  };
  const ledger = createLedger({ store: createMemoryStore(), rules, prepare: prepared });
  for (const bytes of disk.store.blocks()) ledger.append(prepared(bytes));
  for (const vote of disk.store.votes()) ledger.vote(vote);
  const branch = ledger.branchOf(ledger.tree.head);
  return { rules, branch, votes: ledger.openVotes(branch) };
}

interface Content {
  readonly at: Position;
  readonly timestamp: number;
  readonly transactions: readonly PreparedTransaction[];
  readonly votes: readonly HeldVote[];
}

/** The state after a block with this content, and its hash. */
function blockWith({ at, timestamp, transactions, votes }: Content, branch: BranchBelow, rules: BlockRules) {
  const producer = rules.schedule.producerAt(branch.state, at, 0) ?? "";
  const plan = buildBlock({ branch, at, rank: 0, producer, timestamp, queues: [[transactions]], votes }, rules);
  const hash = hashObject(plan.header);
  const block = { ...plan, signature: "" };
  const applied = applyBlock({ block, hash, bytes: canonicalBytes(block), transactions }, branch, rules);
  if (!applied.ok) throw new Error(`sim: a block does not apply: ${applied.reason}`);
  return { state: applied.state, hash };
}

/** An anchor of the grinder that is another one for each number. */
function anchorOf(world: World, { keys, engine }: SimNode, number: number, branch: BranchBelow): PreparedTransaction {
  const hash = (text: string): string => sha256Hex(utf8(`${text} ${number}`));
  const hashes = { tag: hash("tag"), manifest_hash: hash("m"), grant_hash: hash("g"), merkle_root: hash("r") };
  const sequence = branch.state.rows.get<number>("sequence", keys.publicKey) ?? 0;
  const bytes = signForced(
    world,
    keys,
    forcedList("session_anchors", sequence, [{ ...hashes, chunk_count: 1, consistency: null }]),
  );
  const sent = v2.SentTransaction.parse(JSON.parse(Buffer.from(bytes).toString()));
  const prepared = prepareTransaction(sent, world);
  if (engine === undefined || !prepared.ok) throw new Error("sim: an anchor does not hold");
  return prepared.value;
}

export const grinding: Scenario = {
  name: "grinding",
  rule: "3.2, 3.5",
  happens: `the member that builds the last block of an epoch tries ${CONTENTS} contents, and leaves out votes, to be seated better`,
  nodes: 5,
  least: 5,
  run({ world, traffic }) {
    const { genesis } = world.network;
    const { epoch_slots, slot_duration, block_interval } = genesis.parameters;
    const [, ...working] = world.nodes.slice(0, 4);
    traffic.begin(20);
    for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
      world.run(epoch_slots * slot_duration);
      for (const [index, node] of working.entries()) {
        const seen = () => bitmapOf(epoch_slots, (slot) => slot % 4 > index - 1);
        node.engine?.prove(reportsAbout(world, node, epoch, "uptime_beacon", seen));
      }
    }
    // To the position before the last one of an epoch.
    world.run(epoch_slots * slot_duration - 2 * block_interval);
    const [grinder] = world.nodes;
    if (grinder?.engine === undefined) throw new Error("sim: there are five");
    const { rules, branch, votes } = chainOf(grinder, world);
    const { epoch } = branch.state;
    const at = positionOf(genesis, ((epoch + 1) * epoch_slots * slot_duration) / block_interval - 1);
    const start = expectedTime(genesis, at);
    const hashes = new Set<string>();
    const orders = new Set<string>();
    for (let number = 0; number < CONTENTS; number += 1) {
      const timestamp = start + (number % block_interval);
      const content = { at, timestamp, votes, transactions: [anchorOf(world, grinder, number, branch)] };
      const { state, hash } = blockWith(content, branch, rules);
      hashes.add(hash);
      orders.add(orderAbove(state, world));
    }
    const withheld = new Set(orders);
    for (const left of [[], ...votes.map((vote) => votes.filter((one) => one !== vote))]) {
      const { state } = blockWith({ at, timestamp: start, votes: left, transactions: [] }, branch, rules);
      withheld.add(orderAbove(state, world));
    }
    const weights = [...new Set(branch.state.weights)].toSorted((one, other) => one - other).join(", ");
    return [
      figure("the block ends an epoch", "yes", epochOf(genesis, at.slot) === epoch, epochOf(genesis, at.slot) === epoch),
      figure("leader weights that the members have", "several", weights, new Set(branch.state.weights).size > 1),
      figure("different blocks", CONTENTS.toString(), hashes.size, hashes.size === CONTENTS),
      figure("orders of the seats and auditors of the next two epochs that they lead to", "1", orders.size, orders.size === 1),
      figure("with votes left out too", "1", withheld.size, withheld.size === 1),
      figure("votes that could be left out", "some", votes.length, votes.length > 0),
    ];
  },
};
