import { z } from "zod";
import { OrderedTransfer, TransferId, TronStatus, TronWallet, TronWalletId } from "./tron.schema.ts";

/** Payments, or the network they go through, are not as they were. */
export const TronEvent = z.object({ type: z.literal("tron"), status: TronStatus });

/** A wallet of the caller is not what it was; null where it is gone. */
export const TronWalletEvent = z.object({
  type: z.literal("tron_wallet"),
  wallet_id: TronWalletId,
  wallet: TronWallet.nullable(),
});

/** An ordered transfer of the caller has come to another state. */
export const TronTransferEvent = z.object({
  type: z.literal("tron_transfer"),
  transfer_id: TransferId,
  transfer: OrderedTransfer,
});
