import type { SignedAttestation } from "@lucid/proof";
import { type BlockRules, maxAttestations } from "../blocks/block-rules.ts";
import { buildBlock } from "../blocks/build-block.ts";
import type { Branch } from "../consensus/branch.ts";
import { comparePositions } from "../schedule/slots.ts";
import type { Turn } from "../schedule/turns.ts";
import type { SignState } from "../signing/sign-state.ts";
import { signedAttestationOf } from "../store/attestation-store.ts";
import type { ChainStore } from "../store/create-chain-store.ts";
import type { Mempool } from "../transactions/mempool.ts";
import type { ChainBlock } from "../transactions/transaction-format.ts";
import type { Ledger } from "./ledger.ts";

/** Heights below the head in which votes are looked for that no block holds yet. Older ones matter to nobody's credits. */
const VOTE_WINDOW = 64;

export interface ProduceDeps {
  readonly ledger: Ledger;
  readonly mempool: Mempool;
  readonly store: Pick<ChainStore, "attestations">;
  readonly rules: BlockRules;
  readonly signState: SignState;
  readonly publicKey: string;
}

/**
 * Builds and signs the block of a turn on the head, or returns undefined when nothing is to be built: the
 * position is taken, the key has signed it or a later one, or the block would be empty without need. An
 * empty block is needed as the first of a slot, and while a block with transactions is not final.
 * `time` is in unix seconds.
 */
export function produceBlock(deps: ProduceDeps, { at, rank }: Turn, time: number): ChainBlock | undefined {
  const { ledger, mempool, rules, signState, publicKey } = deps;
  const { head } = ledger;
  if (comparePositions(head, at) >= 0 || !signState.mayBlock(at)) return undefined;
  const timestamp = Math.max(Math.floor(time), head.timestamp + 1);
  if (timestamp > time + rules.genesis.parameters.future_tolerance) return undefined;

  const branch = ledger.branchOf(head);
  const queues = mempool.queues(branch.state);
  const attestations = openVotes(deps, branch);
  const plan = buildBlock({ branch, at, rank, producer: publicKey, timestamp, queues, attestations }, rules);
  if (plan.transactions.length === 0 && head.height > 0 && head.slot === at.slot && !awaitsFinality(ledger)) return undefined;
  const signature = signState.signBlock(plan.header);
  return signature === undefined
    ? undefined
    : { header: plan.header, signature, transactions: [...plan.transactions], attestations: [...plan.attestations] };
}

const awaitsFinality = ({ tree, final, head }: Ledger): boolean =>
  tree.pathFrom(final.hash, head.hash).some((block) => block.txCount > 0);

/** Known votes for the branch that it does not hold yet, newest targets first. */
function openVotes({ store, rules, ledger }: ProduceDeps, branch: Branch): SignedAttestation[] {
  const { tip } = branch;
  const open: SignedAttestation[] = [];
  const lowest = Math.max(1, ledger.final.height, tip.height - VOTE_WINDOW);
  for (let height = tip.height; height >= lowest && open.length < maxAttestations(rules.genesis); height -= 1) {
    const block = branch.blockAt(height);
    if (block === undefined) continue;
    const seen = new Set<string>();
    for (const row of store.attestations.forTarget(height, block.hash)) {
      const onBranch = branch.blockAt(row.source_height)?.hash === row.source;
      if (!onBranch || seen.has(row.attester) || branch.holdsVote(row.attester, height)) continue;
      seen.add(row.attester);
      open.push(signedAttestationOf(row, rules.networkId));
    }
  }
  return open;
}
