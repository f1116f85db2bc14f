import type { Engine } from "../engine/create-engine.ts";
import { blockEvidenceOf, evidenceOf } from "../engine/evidence.ts";
import { createAuditReads } from "../kinds/audit-checkpoint/audit-reads.ts";
import { blockAt, blockByHash, headersOf, listBlocks } from "../readers/blocks.ts";
import { chainInfo, consensusView, nextBlockAtMs, participantViews } from "../readers/consensus.ts";
import { type ReadContext, tipOf } from "../readers/read-context.ts";
import { createSessionReads } from "../readers/session-places.ts";
import { listTransactions, statusOf, transactionView } from "../readers/transactions.ts";
import type { ChainRead } from "./read.types.ts";

export function createRead(context: ReadContext, { onBlock, onFinal }: Pick<Engine, "onBlock" | "onFinal">): ChainRead {
  const { store, ledger } = context;
  return {
    ...createSessionReads(context),
    ...createAuditReads(context),
    info: () => chainInfo(context),
    head: () => tipOf(ledger.head),
    finalized: () => tipOf(ledger.final),
    nextBlockAtMs: () => nextBlockAtMs(context),
    consensus: () => consensusView(context),
    participants: () => participantViews(context),
    blocks: (filter) => listBlocks(context, filter),
    blockAt: (height) => blockAt(context, height),
    block: (hash) => blockByHash(context, hash),
    latestBlock: () => blockAt(context, ledger.head.height),
    blockOf(hash) {
      const row = store.blocks.byHash(hash);
      return row === undefined ? undefined : store.blocks.body(row);
    },
    headers: (from, to) => headersOf(context, from, to),
    transactionsUpTo: (height) => store.transactions.totalUpTo(height),
    transactions: (filter) => listTransactions(context, filter),
    transaction: (id) => transactionView(context, id),
    evidence(asked) {
      const status = statusOf(context, asked);
      return status.state === "final" ? evidenceOf(context, status.id, ledger.final.height) : undefined;
    },
    blockEvidence: (block) => blockEvidenceOf(context, block, ledger.final.height),
    onBlock,
    onFinal,
  };
}
