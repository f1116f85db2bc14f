import type { PayoutStop, Reconciliation, TronNetwork } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";
import type { UnlockedKeys } from "../keystore/unlocked-keys.ts";
import type { WalletRepository } from "../wallets/wallet-repository.ts";

export interface PayoutWallet {
  readonly wallet_id: string;
  readonly user_id: string;
  readonly address: string;
}
export type PayoutSettings = ReturnType<typeof createPayoutSettings>;

/** Which wallet pays, and what the last comparison with the chain came to; by network. */
export function createPayoutSettings({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const wallet = read.prepare<[string], PayoutWallet>("SELECT wallet_id, user_id, address FROM payout_wallet WHERE network = ?");
  const setWallet = write.prepare<PayoutWallet & { network: string }>(
    `INSERT INTO payout_wallet (network, wallet_id, user_id, address) VALUES (:network, :wallet_id, :user_id, :address)
     ON CONFLICT (network) DO UPDATE SET wallet_id = :wallet_id, user_id = :user_id, address = :address`,
  );
  const compared = read.prepare<[string], { at: number; payouts_checked: number; differences: string }>(
    "SELECT at, payouts_checked, differences FROM reconciliation WHERE network = ?",
  );
  const setCompared = write.prepare<{ network: string; at: number; payouts_checked: number; differences: string }>(
    `INSERT INTO reconciliation (network, at, payouts_checked, differences) VALUES (:network, :at, :payouts_checked, :differences)
     ON CONFLICT (network) DO UPDATE SET at = :at, payouts_checked = :payouts_checked, differences = :differences`,
  );

  return {
    wallet: (network: TronNetwork) => wallet.get(network),
    setWallet: (network: TronNetwork, chosen: PayoutWallet): void => void setWallet.run({ network, ...chosen }),
    reconciliation(network: TronNetwork): Omit<Reconciliation, "ok" | "wallets"> | null {
      const row = compared.get(network);
      if (!row) return null;
      const differences = JSON.parse(row.differences) as string[];
      return { at: new Date(row.at).toISOString(), payouts_checked: row.payouts_checked, differences };
    },
    setReconciliation: (network: TronNetwork, at: number, payouts_checked: number, differences: readonly string[]): void =>
      void setCompared.run({ network, at, payouts_checked, differences: JSON.stringify(differences) }),
  };
}

export interface ReadyDeps {
  readonly settings: Pick<PayoutSettings, "wallet" | "reconciliation">;
  readonly wallets: Pick<WalletRepository, "find">;
  readonly keystore: { has(walletId: string): boolean };
  readonly unlocked: Pick<UnlockedKeys, "key">;
  /** What wallets hold otherwise than is recorded, in words. */
  readonly walletDifferences: () => readonly string[];
}

/** The wallet that pays, and what keeps it from doing so. */
export function payingWallet(
  { settings, wallets, keystore, unlocked, walletDifferences }: ReadyDeps,
  network: TronNetwork,
): { readonly wallet: PayoutWallet | undefined; readonly stop: PayoutStop | undefined } {
  const named = settings.wallet(network);
  const kept = named && wallets.find(named.user_id, named.wallet_id);
  const isOnDevice = kept?.kind === "hardware";
  const wallet = kept !== undefined && (isOnDevice || keystore.has(kept.wallet_id)) ? named : undefined;
  const differences = [...(settings.reconciliation(network)?.differences ?? []), ...walletDifferences()];
  if (differences.length > 0) return { wallet, stop: "halted" };
  if (!wallet) return { wallet, stop: "no-wallet" };
  if (isOnDevice) return { wallet, stop: "device" };
  return { wallet, stop: unlocked.key(wallet.wallet_id) ? undefined : "locked" };
}
