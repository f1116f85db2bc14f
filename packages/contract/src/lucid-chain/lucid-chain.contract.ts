import { z } from "zod";
import type { ErrorEntry } from "../shared/lucid-error.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { HashHex, Pagination, Paging, SessionId, Timestamp } from "../shared/shared.schema.ts";
import { chainErrors } from "./lucid-chain.errors.ts";
import { AnchorView, BlockView, ChainInfo, TransactionView } from "./lucid-chain.schema.ts";

const chain = (...errors: ErrorEntry[]) => procedure("view_blockchain_info", { rate: "chain", errors });
const { ANCHOR_NOT_FOUND, BLOCK_NOT_FOUND, BLOCK_PRODUCTION, TRANSACTION_INVALID, TRANSACTION_NOT_FOUND } = chainErrors.spec;
const tags = ["chain"];
const Blocks = z.object({ blocks: z.array(BlockView), pagination: Pagination });
const blockFilter = Paging.extend({
  height: z.coerce.number().int().min(0).optional(),
  hash: HashHex.optional(),
  from_height: z.coerce.number().int().min(0).optional(),
  to_height: z.coerce.number().int().min(0).optional(),
}).refine(
  ({ height, hash, from_height, to_height }) =>
    [height, hash, from_height ?? to_height].filter((asked) => asked !== undefined).length < 2,
  { path: ["height"], error: "a height, a hash, or a range of heights: only one of them can be asked for" },
);

export const chainContract = {
  info: chain()
    .route({
      method: "GET",
      path: "/chain/info",
      tags,
      summary: "The network this node is on",
    })
    .input(Nothing)
    .output(ChainInfo),
  blockchainInfo: chain()
    .route({
      method: "GET",
      path: "/blockchain/info",
      tags,
      summary: "The same as /chain/info",
    })
    .input(Nothing)
    .output(ChainInfo),
  status: chain()
    .route({
      method: "GET",
      path: "/blockchain/status",
      tags,
      summary: "Whether the chain is in step",
    })
    .input(Nothing)
    .output(
      z.object({
        status: z.enum(["syncing", "synced", "error"]),
        last_block_time: Timestamp.nullable(),
        sync_percentage: z.number(),
        peer_count: z.int(),
        consensus_active: z.boolean(),
      }),
    ),
  chainBlocks: chain()
    .route({
      method: "GET",
      path: "/chain/blocks",
      tags,
      summary: "The same as /blocks",
    })
    .input(blockFilter)
    .output(Blocks),
  chainBlock: chain(BLOCK_NOT_FOUND)
    .route({
      method: "GET",
      path: "/chain/blocks/{block_id}",
      tags,
      summary: "The same as /blocks/{block_id}",
    })
    .input(z.strictObject({ block_id: HashHex }))
    .output(BlockView),
  blocks: chain()
    .route({
      method: "GET",
      path: "/blocks",
      tags,
      summary: "Blocks, newest first",
    })
    .input(blockFilter)
    .output(Blocks),
  latestBlock: chain(BLOCK_NOT_FOUND)
    .route({ method: "GET", path: "/blocks/latest", tags, summary: "The head" })
    .input(Nothing)
    .output(BlockView),
  blockAt: chain(BLOCK_NOT_FOUND)
    .route({
      method: "GET",
      path: "/blocks/height/{height}",
      tags,
      summary: "The block at a height",
    })
    .input(z.strictObject({ height: z.coerce.number().int().min(1) }))
    .output(BlockView),
  block: chain(BLOCK_NOT_FOUND)
    .route({
      method: "GET",
      path: "/blocks/{block_id}",
      tags,
      summary: "One block by its hash",
    })
    .input(z.strictObject({ block_id: HashHex }))
    .output(BlockView),
  produceBlock: chain(BLOCK_PRODUCTION)
    .route({
      method: "POST",
      path: "/blocks",
      tags,
      summary: "Always refused: blocks come from the elected producer at their time",
    })
    .input(z.strictObject({ transactions: z.array(z.unknown()).max(1_000) }))
    .output(BlockView),
  transactions: chain()
    .route({
      method: "GET",
      path: "/transactions",
      tags,
      summary: "Transactions, newest first",
    })
    .input(
      Paging.extend({
        type: z.enum(["session_anchor", "session_anchor_v2", "node_checkpoint", "audit_checkpoint"]).optional(),
        status: z.enum(["pending", "included", "final"]).optional(),
        block_id: HashHex.optional(),
      }),
    )
    .output(
      z.object({
        transactions: z.array(TransactionView),
        pagination: Pagination,
      }),
    ),
  transaction: chain(TRANSACTION_NOT_FOUND)
    .route({
      method: "GET",
      path: "/transactions/{transaction_id}",
      tags,
      summary: "One transaction",
    })
    .input(z.strictObject({ transaction_id: HashHex }))
    .output(TransactionView),
  submit: procedure("submit_transactions", {
    rate: "chain",
    changes: "transaction",
    errors: [TRANSACTION_INVALID, TRANSACTION_NOT_FOUND],
  })
    .route({
      method: "POST",
      path: "/transactions",
      tags,
      summary: "Hand in a signed transaction",
      successStatus: 202,
    })
    .input(
      z.strictObject({
        transaction: z.record(z.string(), z.unknown()),
        signature: z.string().max(128),
      }),
    )
    .output(TransactionView),
  anchor: chain(ANCHOR_NOT_FOUND)
    .route({
      method: "GET",
      path: "/anchoring/session/{session_id}",
      tags,
      summary: "A session's anchor",
    })
    .input(z.strictObject({ session_id: SessionId }))
    .output(AnchorView),
  verifyAnchor: procedure("view_blockchain_info", { rate: "chain", isQuestion: true })
    .route({
      method: "POST",
      path: "/anchoring/verify",
      tags,
      summary: "Whether this root is what the chain holds for the session",
    })
    .input(
      z.strictObject({
        session_id: SessionId,
        merkle_root: HashHex,
        /** The node that recorded the session; without it, whoever anchored the root counts. */
        sender: HashHex.optional(),
      }),
    )
    .output(
      z.object({
        verified: z.boolean(),
        /** The node that signed what the chain holds; null when it holds nothing. */
        sender: HashHex.nullable(),
        block_id: HashHex.nullable(),
        block_height: z.int().nullable(),
        confirmation_count: z.int(),
      }),
    ),
  evidence: chain(TRANSACTION_NOT_FOUND)
    .route({
      method: "GET",
      path: "/transactions/{transaction_id}/evidence",
      tags,
      summary: "Why a transaction is final",
    })
    .input(z.strictObject({ transaction_id: HashHex }))
    .output(z.record(z.string(), z.unknown())),
  consensus: chain()
    .route({
      method: "GET",
      path: "/consensus/status",
      tags,
      summary: "Slot, leader and finality now",
    })
    .input(Nothing)
    .output(
      z.object({
        active: z.boolean(),
        slot: z.int(),
        epoch: z.int(),
        leader: HashHex.nullable(),
        current_round: z.int(),
        participants_count: z.int(),
        consensus_threshold: z.number(),
        last_consensus_time: Timestamp.nullable(),
        next_round_time: Timestamp.nullable(),
      }),
    ),
  participants: chain()
    .route({
      method: "GET",
      path: "/consensus/participants",
      tags,
      summary: "Who attests in this epoch",
    })
    .input(Nothing)
    .output(
      z.object({
        participants: z.array(
          z.object({
            node_id: HashHex,
            public_key: HashHex,
            weight: z.int(),
            is_self: z.boolean(),
            status: z.string(),
          }),
        ),
        total_count: z.int(),
      }),
    ),
  genesis: procedure("public")
    .route({
      method: "GET",
      path: "/chain/genesis",
      tags,
      summary: "The genesis document: what a verifier trusts",
    })
    .input(Nothing)
    .output(z.record(z.string(), z.unknown())),
};
