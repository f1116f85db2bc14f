import { type Attestation, DOMAIN, type SignedAttestation, type v2 } from "@lucid/proof";
import type { SignState } from "../../signing/sign-state.ts";
import type { BlockRules } from "../blocks/block-context.ts";
import { buildBlock, type MemberQueue } from "../blocks/build-block.ts";
import { type PreparedBlock, prepareBuilt } from "../blocks/prepare-block.ts";
import type { ForkBlock } from "../consensus/fork-node.ts";
import type { Ledger } from "./ledger.ts";

/** How long after its time a block may still be voted for itself, in seconds (consensus 1, derived). */
export const pastTolerance = ({ block_interval, max_fallbacks, leader_timeout, future_tolerance }: v2.Parameters): number =>
  block_interval + max_fallbacks * leader_timeout + future_tolerance;

export interface AttestDeps {
  readonly network: v2.Network;
  readonly ledger: Pick<Ledger, "tree">;
  /** The voting head (consensus 4.6). */
  readonly head: ForkBlock;
  readonly signState: SignState;
  readonly ownKey: string;
  /** Unix seconds. */
  readonly now: number;
}

/**
 * The vote for the voting head (consensus 4.1), if there is one to give: higher than what this key signed last, and for a block of
 * this time (5.3). An older block becomes final through its descendants.
 */
export function attestHead({ network, ledger, head, signState, ownKey, now }: AttestDeps): SignedAttestation | undefined {
  const { justified } = ledger.tree;
  const { parameters } = network.genesis;
  if (head.voters.indexOf(ownKey) === undefined) return undefined;
  if (head.height <= justified.height || head.height <= (signState.last.attestation?.target.height ?? 0)) return undefined;
  if (head.timestamp < now - pastTolerance(parameters) || head.timestamp > now + parameters.future_tolerance) return undefined;
  const attestation: Attestation = {
    network: network.hash,
    epoch: head.epoch,
    source: { height: justified.height, hash: justified.hash },
    target: { height: head.height, hash: head.hash },
    attester: ownKey,
  };
  const signature = signState.signAttestation(attestation);
  return signature === undefined ? undefined : { attestation, signature };
}

export interface ProduceDeps extends Omit<AttestDeps, "network" | "ledger"> {
  readonly rules: BlockRules;
  readonly ledger: Ledger;
  /** What waits above the voting head. */
  readonly queues: () => readonly MemberQueue[];
}

/**
 * Builds and signs the block of a turn that is on (consensus 3.3), or undefined when there is none, the position is taken,
 * or the block would be empty without need. An empty one is needed as the first of a slot, while a block with
 * transactions is not final, and while membership changes hands.
 */
export function produceBlock({ rules, ledger, head, signState, ownKey, now, queues }: ProduceDeps): PreparedBlock | undefined {
  const { network, schedule } = rules;
  const { final } = ledger.tree;
  const branch = ledger.branchOf(head);
  const turn = schedule.current(branch.state, ownKey, now, head);
  if (turn === undefined || !signState.mayBlock(turn.at)) return undefined;
  const timestamp = Math.max(Math.floor(now), head.timestamp + 1);
  if (timestamp < turn.time || timestamp >= turn.time + network.genesis.parameters.block_interval) return undefined;
  const awaitsFinality = branch.state.txTotal > ledger.stateOf(final).txTotal;
  const isChanging = branch.state.lists.members.pending !== null || head.voters !== final.voters;
  const isNeeded = head.height === 0 || head.slot < turn.at.slot || awaitsFinality || isChanging;
  const waiting = queues();
  if (!isNeeded && waiting.length === 0) return undefined;
  const votes = ledger.openVotes(branch);
  const plan = buildBlock({ ...turn, branch, producer: ownKey, timestamp, queues: waiting, votes }, rules);
  if (!isNeeded && plan.transactions.length === 0) return undefined;
  const signature = signState.signBlock(plan.header);
  if (signature === undefined) return undefined;
  const prepared = new Map(waiting.flat(2).map((one) => [one.sent, one]));
  return prepareBuilt(
    { ...plan, signature },
    plan.transactions.flatMap((sent) => prepared.get(sent) ?? []),
  );
}

/** Domains of what a node of version 2 signs through its sign-state. */
export const signDomains = { block: DOMAIN.blockV2, attestation: DOMAIN.attestationV2 };
