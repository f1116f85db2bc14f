import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";
import { Timestamp } from "../shared/shared.schema.ts";
import { StakingObstacle } from "./staking-order.schema.ts";
import { TransferObstacle, TransferState, TronAmount } from "./tron.schema.ts";

export const tronErrors = errorCatalog({
  PAYMENTS_OFF: {
    code: "LUCID_TRON_ERR_2601",
    status: 409,
    retryable: false,
    message: "Payments are off on this node: its settings name no TRON network",
  },
  PAYMENTS_AWAY: {
    code: "LUCID_TRON_ERR_2602",
    status: 503,
    retryable: true,
    message: "The process of payments does not run or does not answer: nothing was done, or it is seen in what it shows later",
  },
  NETWORK_AWAY: {
    code: "LUCID_TRON_ERR_2603",
    status: 503,
    retryable: true,
    message: "The TRON network does not answer, or is another one than the one that is set",
    data: z.object({ reason: z.string() }),
  },
  WALLET_NOT_FOUND: {
    code: "LUCID_TRON_ERR_2604",
    status: 404,
    retryable: false,
    message: "No such wallet of yours",
  },
  WALLET_LIMIT: {
    code: "LUCID_TRON_ERR_2605",
    status: 409,
    retryable: false,
    message: "You have as many wallets as an account may have: remove one first",
    data: z.object({ limit: z.int() }),
  },
  WALLET_KNOWN: {
    code: "LUCID_TRON_ERR_2606",
    status: 409,
    retryable: false,
    message: "You have a wallet with this address already",
  },
  WATCH_ONLY: {
    code: "LUCID_TRON_ERR_2607",
    status: 409,
    retryable: false,
    message: "This wallet is only watched: its key is not on this node",
  },
  PASSPHRASE_WRONG: {
    code: "LUCID_TRON_ERR_2608",
    status: 422,
    retryable: false,
    message: "The passphrase does not open this wallet",
    data: z.object({ tries_left: z.int() }),
  },
  WALLET_CLOSED: {
    code: "LUCID_TRON_ERR_2609",
    status: 423,
    retryable: true,
    message: "Too many wrong passphrases: this wallet takes none for a while",
    data: z.object({ until: Timestamp }),
  },
  SEALED_UNREADABLE: {
    code: "LUCID_TRON_ERR_2610",
    status: 422,
    retryable: false,
    message:
      "What was sealed is not for the process of payments as it runs now, or came before: ask for its key and seal it anew",
  },
  SECRET_INVALID: {
    code: "LUCID_TRON_ERR_2611",
    status: 422,
    retryable: false,
    message: "What was sealed is not what is needed here",
    data: z.object({
      /** `mismatch`: it belongs to another address. `purpose`: it was sealed for something else, or for another wallet. */
      fault: z.enum(["phrase", "private-key", "passphrase", "mismatch", "purpose"]),
    }),
  },
  TRANSFER_NOT_FOUND: {
    code: "LUCID_TRON_ERR_2612",
    status: 404,
    retryable: false,
    message: "No such transfer of yours",
  },
  TRANSFER_IMPOSSIBLE: {
    code: "LUCID_TRON_ERR_2613",
    status: 409,
    retryable: false,
    message: "The transfer cannot be made as things are: nothing was signed",
    data: z.object({ obstacle: TransferObstacle }),
  },
  FEE_HIGHER: {
    code: "LUCID_TRON_ERR_2614",
    status: 409,
    retryable: false,
    message: "The transfer would cost more than was agreed to: nothing was signed",
    data: z.object({ fee_sun: TronAmount }),
  },
  TRANSFER_LIMIT: {
    code: "LUCID_TRON_ERR_2615",
    status: 409,
    retryable: true,
    message: "That is more than an account may send from this node in a day",
    data: z.object({ limit: TronAmount, left: TronAmount }),
  },
  TRANSFER_DIFFERS: {
    code: "LUCID_TRON_ERR_2616",
    status: 409,
    retryable: false,
    message: "Another transfer was ordered with this idempotency key",
  },
  TRANSFER_STATE: {
    code: "LUCID_TRON_ERR_2617",
    status: 409,
    retryable: false,
    message: "The transfer has come too far for that, or not far enough",
    data: z.object({ state: TransferState }),
  },
  STAKING_IMPOSSIBLE: {
    code: "LUCID_TRON_ERR_2618",
    status: 409,
    retryable: false,
    message: "That cannot be done with the stake as things are: nothing was signed",
    data: z.object({
      obstacle: StakingObstacle,
      /** The least or the most that would go, in sun. */
      limit: TronAmount.nullable(),
      /** When it is no obstacle any more. */
      until: Timestamp.nullable(),
    }),
  },
  SIGNATURE_WRONG: {
    code: "LUCID_TRON_ERR_2619",
    status: 422,
    retryable: false,
    message: "That is not this wallet's signature of this transfer: nothing was sent",
  },
});
