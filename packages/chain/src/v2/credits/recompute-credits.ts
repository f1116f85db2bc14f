import type { v2 } from "@lucid/proof";
import type { CheckSignature } from "../../signing/signature-checker.ts";
import { applyBlock } from "../blocks/apply-block.ts";
import type { BlockRules } from "../blocks/block-context.ts";
import { forkBlockOf, genesisBlock } from "../blocks/fork-block.ts";
import type { PreparedBlock } from "../blocks/prepare-block.ts";
import { operatorOf } from "../kinds/sender.ts";
import { createSchedule } from "../schedule/schedule.ts";
import { type BranchState, createDraft, genesisState } from "../state/branch-state.ts";
import type { Lists } from "../state/lists.ts";
import { auditorsOf } from "./auditors.ts";
import { type CreditKind, VOTE_CREDITS, worthOf } from "./credits.ts";
import type { EarnedRow } from "./tally.ts";

/** What one member earned of one kind by what became final in one epoch, and why. */
export interface CreditAccount {
  readonly entity: string;
  /** Of the blocks in which it became final. */
  readonly epoch: number;
  readonly kind: CreditKind | "uptime_beacon";
  /** Credits after the cap; of `uptime_beacon` the slots that were not counted before. */
  readonly amount: number;
  /** What it would be without the cap. */
  readonly uncut: number;
  /** Ids of the task proofs; of votes the hashes of the blocks that hold them. */
  readonly proofs: readonly string[];
}

interface Claim {
  readonly entity: string;
  readonly kind: CreditAccount["kind"];
  readonly amount: number;
  readonly proof: string;
  /** Epoch in which the work was done. */
  readonly worked: number;
}

/** Counts anew, block by block, what a chain gives. */
export interface CreditRecount {
  /** The next block of one branch, from height 1 on. @throws Error if it does not apply */
  add(prepared: PreparedBlock): void;
  /** In order of epoch, entity and kind. */
  accounts(): readonly CreditAccount[];
  /** What the state itself has counted, and still keeps, by epoch. */
  counted(): ReadonlyMap<number, readonly EarnedRow[]>;
}

/**
 * Every credit of a chain, recomputed from its blocks alone (consensus 3.6). It shares nothing with the state's own count but the worth of a
 * proof: what each block holds is added up anew once the block is final.
 */
export function createCreditRecount(network: v2.Network, checkSignature: CheckSignature): CreditRecount {
  const rules: BlockRules = { network, schedule: createSchedule(network), checkSignature };
  const hashes = [network.hash];
  let state = genesisState(network);
  const lists = [state.lists];
  const claims: (readonly Claim[])[] = [[]];
  const rosters: (readonly v2.Member[])[] = [network.members.current.members];
  const byEpoch = new Map<number, Claim[]>();
  let tip = genesisBlock(network);
  function add(prepared: PreparedBlock): void {
    const { epoch, height } = prepared.block.header;
    for (let at = rosters.length; at <= epoch; at += 1) rosters.push(state.lists.members.current.members);
    const applied = applyBlock(prepared, { tip, state, hashAt: (at) => hashes[at] }, rules);
    if (!applied.ok) throw new Error(`Block ${prepared.hash} does not apply: ${applied.reason}`);
    claims.push(claimsOf(prepared, { network, lists, rosters, around: [applied.state, state] }));
    for (let final = state.finality.final + 1; final <= applied.state.finality.final; final += 1)
      byEpoch.set(epoch, [...(byEpoch.get(epoch) ?? []), ...(claims[final] ?? [])]);
    hashes[height] = prepared.hash;
    state = applied.state;
    lists.push(state.lists);
    tip = forkBlockOf(prepared, state.lists);
  }
  return {
    add,
    accounts: () => addUp(byEpoch, network.genesis.parameters),
    counted: () =>
      new Map(
        [...state.rows.all()].flatMap(([kind, key, value]) =>
          kind === "earned" ? [[Number(key), value as readonly EarnedRow[]] as const] : [],
        ),
      ),
  };
}

/** @throws Error if a block does not apply */
export function recomputeCredits(
  network: v2.Network,
  blocks: Iterable<PreparedBlock>,
  checkSignature: CheckSignature,
): readonly CreditAccount[] {
  const recount = createCreditRecount(network, checkSignature);
  for (const block of blocks) recount.add(block);
  return recount.accounts();
}

interface Past {
  readonly network: v2.Network;
  /** The lists of each height below the block. */
  readonly lists: readonly Lists[];
  readonly rosters: readonly (readonly v2.Member[])[];
  /** The states after and below the block: a key may come or go in it. */
  readonly around: readonly BranchState[];
}

/** What a block holds: its votes by the lists of their targets, its proofs by the auditors of their epochs. */
function claimsOf({ block, hash, transactions }: PreparedBlock, { network, lists, rosters, around }: Past): Claim[] {
  const votes = block.attestations.flatMap(({ target, epoch, votes: held }) => {
    const entities = lists[target.height]?.voters.entities;
    const voters = held.flatMap(([index]) => entities?.[index] ?? []);
    return voters.map(
      (entity): Claim => ({ entity, kind: "validation_signature", amount: VOTE_CREDITS, proof: hash, worked: epoch }),
    );
  });
  const proofs = transactions.flatMap(({ id, sent: { transaction } }): Claim[] => {
    if (transaction.type !== "task_proof") return [];
    const { data } = transaction;
    const [entity] = around.flatMap((state) => operatorOf(createDraft(state), data.node) ?? []);
    if (entity === undefined) return [];
    const auditors = auditorsOf({ network: network.hash, epoch: data.epoch, entity }, rosters[data.epoch] ?? []);
    const worth = worthOf(data, auditors.length, network.genesis.parameters);
    const amount = worth.kind === "uptime_beacon" ? worth.slots : worth.credits;
    return [{ entity, kind: worth.kind, amount, proof: id, worked: data.epoch }];
  });
  return [...votes, ...proofs];
}

function addUp(byEpoch: ReadonlyMap<number, readonly Claim[]>, { credit_cap }: v2.Parameters): readonly CreditAccount[] {
  const counted = new Map<string, number>();
  const accounts: CreditAccount[] = [];
  for (const [epoch, claims] of [...byEpoch].toSorted(([one], [other]) => one - other)) {
    const grouped = [...Map.groupBy(claims, ({ entity, kind }) => `${entity}|${kind}`)];
    for (const [, [first, ...more]] of grouped.toSorted(([one], [other]) => (one < other ? -1 : 1))) {
      if (first === undefined) continue;
      const { entity, kind } = first;
      const own = [first, ...more];
      const uncut = kind === "uptime_beacon" ? newSlots(counted, own) : own.reduce((sum, { amount }) => sum + amount, 0);
      const amount = kind === "uptime_beacon" ? uncut : Math.min(uncut, credit_cap);
      accounts.push({ entity, epoch, kind, amount, uncut, proofs: [...new Set(own.map(({ proof }) => proof))] });
    }
  }
  return accounts;
}

/** For each epoch of the work the greatest number of slots, less what was counted for it before. */
function newSlots(counted: Map<string, number>, claims: readonly Claim[]): number {
  let slots = 0;
  for (const [worked, own] of Map.groupBy(claims, (claim) => claim.worked)) {
    const name = `${own[0]?.entity}|${worked}`;
    const before = counted.get(name) ?? 0;
    const best = Math.max(before, ...own.map(({ amount }) => amount));
    counted.set(name, best);
    slots += best - before;
  }
  return slots;
}
