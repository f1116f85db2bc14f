import type { ChainReaders } from "../chain.types.ts";
import { blockAt, blockByHash, listBlocks } from "./blocks.ts";
import { chainInfo, consensusView, participantViews } from "./consensus.ts";
import type { ReadContext } from "./read-context.ts";
import { anchorView } from "./sessions.ts";
import { listTransactions, transactionView } from "./transactions.ts";

export const createReaders = (context: ReadContext): ChainReaders => ({
  info: () => chainInfo(context),
  blocks: (filter) => listBlocks(context, filter),
  blockAt: (height) => blockAt(context, height),
  block: (hash) => blockByHash(context, hash),
  latestBlock: () => blockAt(context, context.ledger.head.height),
  transactions: (filter) => listTransactions(context, filter),
  transaction: (id) => transactionView(context, id),
  anchor: (sessionId) => anchorView(context, sessionId),
  consensus: () => consensusView(context),
  participants: () => participantViews(context),
});
