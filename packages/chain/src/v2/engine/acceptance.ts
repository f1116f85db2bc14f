import { expectedTime, ordinalOf, positionAt } from "../../schedule/slots.ts";
import type { BlockRules } from "../blocks/block-context.ts";
import type { MemberQueue } from "../blocks/build-block.ts";
import { omittedFrom } from "../blocks/omitted.ts";
import type { PreparedBlock } from "../blocks/prepare-block.ts";
import type { ForkBlock } from "../consensus/fork-node.ts";
import type { Ledger } from "./ledger.ts";
import type { Mempool } from "./mempool.ts";

/** Positions without an acceptable block after which the head is voted for all the same (consensus 6.7). */
const PATIENCE = 4;

/**
 * The rule for acceptable blocks (consensus 6.7): one of voting and building, never of validity. What this node holds against a block
 * nobody else can check, so it is remembered here alone, and for four positions.
 */
export interface Acceptance {
  /** Whether a block of the tree, whose parent's list has so many members, is acceptable by what waited before it came. */
  judge(prepared: PreparedBlock, members: number): boolean;
  /** What is voted for and built on (consensus 4.6), at a time in unix seconds. */
  votingHead(time: number): ForkBlock;
  /** What waits above the voting head: what the blocks hold that it leaves out too. */
  queues(votingHead: ForkBlock): readonly MemberQueue[];
}

export interface AcceptanceDeps {
  readonly rules: BlockRules;
  readonly ledger: Pick<Ledger, "tree" | "stateOf" | "transactionsOf">;
  readonly mempool: Pick<Mempool, "queues" | "isHeldSince">;
}

interface Refused {
  readonly parent: string;
  /** Position from which on there was no other block than such ones. */
  readonly since: number;
}

export function createAcceptance({ rules, ledger, mempool }: AcceptanceDeps): Acceptance {
  const { network, checkSignature } = rules;
  const { genesis } = network;
  const { tree } = ledger;
  const refused = new Map<string, Refused>();

  function forgetPruned(): void {
    for (const hash of refused.keys()) if (tree.get(hash) === undefined) refused.delete(hash);
  }

  /** A row of such blocks, on each other or beside each other, makes nobody wait anew. */
  function sinceOf(block: ForkBlock): number {
    const beside = [...refused.values()].flatMap(({ parent, since }) => (parent === block.parent ? [since] : []));
    const below = refused.get(block.parent)?.since ?? Number.POSITIVE_INFINITY;
    return Math.min(ordinalOf(genesis, block), below, ...beside);
  }

  return {
    judge(prepared, members) {
      const block = tree.get(prepared.hash);
      // Its own votes may have made another branch final.
      if (block === undefined) return true;
      const before = expectedTime(genesis, block, block.rank) - genesis.parameters.block_interval;
      const after = ledger.stateOf(block);
      const isDue = (id: string) => mempool.isHeldSince(id, before);
      const left = omittedFrom({ prepared, members, after }, mempool.queues(after), { network, checkSignature, isDue });
      forgetPruned();
      if (left !== undefined) refused.set(block.hash, { parent: block.parent, since: sinceOf(block) });
      return left === undefined;
    },
    votingHead(time) {
      forgetPruned();
      const at = positionAt(genesis, time);
      const now = at === undefined ? 0 : ordinalOf(genesis, at);
      const still = [...refused].flatMap(([hash, { since }]) => (now < since + PATIENCE ? [hash] : []));
      return still.length === 0 ? tree.head : tree.headWithout(still);
    },
    queues(votingHead) {
      const beyond: ForkBlock[] = [];
      const isOnWay = ({ hash, height }: ForkBlock): boolean => tree.ancestorAt(votingHead.hash, height)?.hash === hash;
      for (let at: ForkBlock | undefined = tree.head; at !== undefined && !isOnWay(at); at = tree.get(at.parent)) beyond.push(at);
      const left = beyond.flatMap(({ hash }) => ledger.transactionsOf(hash));
      return mempool.queues(ledger.stateOf(votingHead), left);
    },
  };
}
