import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

export const chainErrors = errorCatalog({
  BLOCK_NOT_FOUND: {
    code: "LUCID_CHAIN_ERR_4101",
    status: 404,
    retryable: false,
    message: "No such block",
  },
  BLOCK_PRODUCTION: {
    code: "LUCID_CHAIN_ERR_4103",
    status: 403,
    retryable: false,
    message: "Only the elected producer makes blocks",
  },
  TRANSACTION_NOT_FOUND: {
    code: "LUCID_CHAIN_ERR_4201",
    status: 404,
    retryable: false,
    message: "No such transaction",
  },
  TRANSACTION_INVALID: {
    code: "LUCID_CHAIN_ERR_4202",
    status: 422,
    retryable: false,
    message: "The transaction is not valid",
    data: z.object({ reason: z.string() }),
  },
  ANCHOR_NOT_FOUND: {
    code: "LUCID_CHAIN_ERR_6001",
    status: 404,
    retryable: false,
    message: "No anchor for this session",
  },
  ALREADY_ANCHORED: {
    code: "LUCID_CHAIN_ERR_6006",
    status: 409,
    retryable: false,
    message: "This session is anchored already",
  },
  TREE_NOT_FOUND: {
    code: "LUCID_CHAIN_ERR_8001",
    status: 404,
    retryable: false,
    message: "No such tree",
  },
});
