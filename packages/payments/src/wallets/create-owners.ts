import type { PaymentsCalls } from "@lucid/contract";
import type { TransferRepository } from "../transfers/transfer-repository.ts";
import type { Wallets } from "./create-wallets.ts";
import type { WalletRepository } from "./wallet-repository.ts";

type OwnerMethod = "listOwners" | "eraseOwner";

export interface OwnersDeps {
  readonly wallets: Pick<WalletRepository, "list" | "owners">;
  readonly transfers: Pick<TransferRepository, "owners" | "eraseOwner">;
  readonly remove: Wallets["calls"]["removeWallet"];
}

/** Of whom something is kept, and how it is given up when an account is gone. The engine knows which are. */
export function createOwners({ wallets, transfers, remove }: OwnersDeps): {
  readonly [Method in OwnerMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
} {
  return {
    listOwners: async () => ({ user_ids: [...new Set([...wallets.owners(), ...transfers.owners()])] }),
    async eraseOwner({ user_id }) {
      for (const { wallet_id } of wallets.list(user_id)) await remove({ user_id, wallet_id });
      transfers.eraseOwner(user_id);
      return {};
    },
  };
}
