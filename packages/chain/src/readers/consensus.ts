import type { ChainInfo } from "@lucid/contract";
import { epochOf, expectedTime, ordinalOf, positionAt, positionOf } from "../schedule/slots.ts";
import { isoTime, type ReadContext } from "./read-context.ts";

export interface ConsensusView {
  readonly active: boolean;
  readonly slot: number;
  readonly epoch: number;
  readonly leader: string | null;
  readonly current_round: number;
  readonly participants_count: number;
  readonly consensus_threshold: number;
  readonly last_consensus_time: string | null;
  readonly next_round_time: string | null;
}

export interface ParticipantView {
  readonly node_id: string;
  readonly public_key: string;
  readonly weight: number;
  readonly is_self: boolean;
  readonly status: "active";
}

/** Share of the weight that justifies a block: more than this. */
const THRESHOLD = 2 / 3;

export function chainInfo({ genesis, networkId, ledger, mempool, store }: ReadContext): ChainInfo {
  return {
    network_name: genesis.network,
    network: networkId,
    version: String(genesis.version),
    current_height: ledger.head.height,
    finalized_height: ledger.final.height,
    genesis_block: networkId,
    genesis_time: isoTime(genesis.genesis_time),
    consensus_algorithm: "PoOT",
    block_time: genesis.parameters.block_interval,
    total_transactions: store.transactions.totalUpTo(ledger.head.height),
    pending_transactions: mempool.size,
  };
}

/** Unix milliseconds of the first block position after now. */
export function nextBlockAtMs({ genesis, clock }: Pick<ReadContext, "genesis" | "clock">): number {
  const now = positionAt(genesis, clock.now() / 1000);
  const next = now === undefined ? 0 : ordinalOf(genesis, now) + 1;
  return expectedTime(genesis, positionOf(genesis, next)) * 1000;
}

export function consensusView(context: ReadContext): ConsensusView {
  const { genesis, clock, ledger, elect, attestersOf } = context;
  const slot = positionAt(genesis, clock.now() / 1000)?.slot ?? 0;
  const epoch = epochOf(genesis, slot);
  return {
    active: clock.now() >= genesis.genesis_time * 1000,
    slot,
    epoch,
    leader: elect(slot)[0] ?? null,
    current_round: ledger.head.height + 1,
    participants_count: attestersOf(epoch).size,
    consensus_threshold: THRESHOLD,
    last_consensus_time: ledger.final.height === 0 ? null : isoTime(ledger.final.timestamp),
    next_round_time: isoTime(nextBlockAtMs(context) / 1000),
  };
}

/** The attesters of this epoch. Before task proofs exist they are the producers of the genesis. */
export const participantViews = ({ genesis, publicKey }: ReadContext): ParticipantView[] =>
  genesis.producers.map(({ entity, public_key, weight }) => ({
    node_id: entity,
    public_key,
    weight,
    is_self: public_key === publicKey,
    status: "active",
  }));
