import { z } from "zod";
import { HashHex, Timestamp } from "../shared/shared.schema.ts";

/** The chain's newest block, or how far it is final, is another one. */
export const HeadEvent = z.object({
  type: z.literal("head"),
  height: z.int(),
  finalized_height: z.int(),
  hash: HashHex,
  timestamp: Timestamp,
});
/** A transaction came in and waits for a block. */
export const TransactionEvent = z.object({ type: z.literal("transaction"), transaction_id: HashHex });
