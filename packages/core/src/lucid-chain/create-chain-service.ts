import type { BlockFilter, Chain, TransactionFilter } from "@lucid/chain";
import { chainErrors, paginate } from "@lucid/contract";
import { canonicalAnswer, type Services } from "../calls/index.ts";
import type { Networks } from "./open-networks.ts";

/** The chain part of the contract. */
export function createChainService(
  chain: Chain,
  networks: Pick<Networks, "all">,
  onSubmitted: (transactionId: string) => void,
): Services["chain"] {
  const { read } = chain;
  const blocks = (filter: BlockFilter) => {
    const { blocks: found, total } = read.blocks(filter);
    return { blocks: found, pagination: paginate(filter, total) };
  };
  const found = <Value>(value: Value | undefined, missing: () => Error): Value => {
    if (value === undefined) throw missing();
    return value;
  };
  const block = (hash: string) => found(read.block(hash), chainErrors.BLOCK_NOT_FOUND);

  return {
    info: () => read.info(),
    blockchainInfo: () => read.info(),
    status() {
      const head = read.head();
      return {
        status: "synced",
        last_block_time: head.height === 0 ? null : new Date(head.time * 1_000).toISOString(),
        sync_percentage: 100,
        peer_count: 0,
        consensus_active: true,
      };
    },
    chainBlocks: (input) => blocks(input),
    chainBlock: (input) => block(input.block_id),
    blocks: (input) => blocks(input),
    latestBlock: () => found(read.latestBlock(), chainErrors.BLOCK_NOT_FOUND),
    blockAt: (input) => found(read.blockAt(input.height), chainErrors.BLOCK_NOT_FOUND),
    block: (input) => block(input.block_id),
    produceBlock() {
      throw chainErrors.BLOCK_PRODUCTION();
    },
    transactions(input) {
      const filter: TransactionFilter = input;
      const { transactions, total } = read.transactions(filter);
      return { transactions, pagination: paginate(input, total) };
    },
    transaction: (input) => found(read.transaction(input.transaction_id), chainErrors.TRANSACTION_NOT_FOUND),
    submit(input) {
      const outcome = chain.submit.signed(input);
      if (outcome.kind === "refused") throw chainErrors.TRANSACTION_INVALID({ reason: outcome.reason });
      onSubmitted(outcome.id);
      return found(read.transaction(outcome.id), chainErrors.TRANSACTION_NOT_FOUND);
    },
    anchor: (input) => found(read.anchorView(input.session_id), chainErrors.ANCHOR_NOT_FOUND),
    verifyAnchor(input) {
      const place = read.anchorOf(input.session_id);
      const isOfSender = place?.sender === (input.sender ?? place?.sender);
      return {
        verified: isOfSender && place?.anchor.merkle_root === input.merkle_root,
        sender: place?.sender ?? null,
        block_id: place?.block_hash ?? null,
        block_height: place?.height ?? null,
        confirmation_count: place?.confirmations ?? 0,
      };
    },
    evidence(input) {
      const known = networks.all.map((network) => network.read.evidence(input.transaction_id));
      return canonicalAnswer(
        found(
          known.find((evidence) => evidence !== undefined),
          chainErrors.TRANSACTION_NOT_FOUND,
        ),
      );
    },
    consensus: () => read.consensus(),
    participants() {
      const participants = read.participants();
      return { participants, total_count: participants.length };
    },
    genesis: () => canonicalAnswer(chain.genesis),
  };
}
