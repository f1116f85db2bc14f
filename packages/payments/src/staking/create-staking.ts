import { isDeepStrictEqual } from "node:util";
import type { OrderedTransfer, PaymentsCalls, PaymentsOptions, StakingAction } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import { askNetwork, needNetwork } from "../accounts/ask-network.ts";
import type { Keystore } from "../keystore/keystore.ts";
import type { NodeClient } from "../network/create-node-client.ts";
import type { NetworkWatch } from "../network/watch-network.ts";
import { Refusal } from "../refusal.ts";
import { showTransfer } from "../transfers/show-transfer.ts";
import type { TransferRepository, TransferRow } from "../transfers/transfer-repository.ts";
import { requireSigner } from "../wallets/require-signer.ts";
import type { WalletRepository, WalletRow } from "../wallets/wallet-repository.ts";
import { forecastStaking } from "./forecast-staking.ts";
import { readRewards, readStatus, readWitnesses } from "./read-status.ts";

type StakingMethod = "stakingStatus" | "stakingRewards" | "stakingWitnesses" | "forecastStaking" | "orderStaking";
export type Staking = {
  readonly [Method in StakingMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
};

export interface StakingDeps {
  readonly clock: Clock;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly client: NodeClient;
  readonly network: Pick<NetworkWatch, "view" | "usdt" | "look">;
  readonly wallets: Pick<WalletRepository, "find">;
  readonly keystore: Pick<Keystore, "has">;
  readonly transfers: TransferRepository;
  /** An order is stored: it goes on from there as a transfer does. */
  readonly onOrder: (transferId: string) => OrderedTransfer;
}

/** What wallets have staked, and orders about it. */
export function createStaking(deps: StakingDeps, options: Pick<PaymentsOptions, "network" | "staking_rules">): Staking {
  const { clock, randomness, client, network, wallets, keystore, transfers, onOrder } = deps;
  const { network: name, staking_rules: rules } = options;

  function need(userId: string, walletId: string): WalletRow {
    const wallet = wallets.find(userId, walletId);
    if (!wallet) throw new Refusal("WALLET_NOT_FOUND");
    return wallet;
  }

  async function forecast({ address: from, wallet_id, kind }: WalletRow, action: StakingAction) {
    await needNetwork(network);
    const isOnDevice = kind === "hardware";
    const asked = { from, action, rules, isOnDevice, ...transfers.stakingTakes(name, { wallet_id, from, action }, "") };
    return await askNetwork(() => forecastStaking(client, asked));
  }

  /** What was ordered under a key before. @throws Refusal TRANSFER_DIFFERS where it is something else. */
  function ordered(userId: string, walletId: string, key: string, action: StakingAction): TransferRow | undefined {
    const row = transfers.byKey(userId, key);
    if (!row) return undefined;
    const isSame =
      row.wallet_id === walletId && row.staking !== null && isDeepStrictEqual(JSON.parse(row.staking), plain(action));
    if (!isSame) throw new Refusal("TRANSFER_DIFFERS");
    return row;
  }

  return {
    async stakingStatus({ user_id, wallet_id }) {
      const wallet = need(user_id, wallet_id);
      const { address } = wallet;
      await needNetwork(network);
      const freezes = (resource: "energy" | "bandwidth") => transfers.freezes(name, address, resource);
      const status = await askNetwork(() => readStatus(client, { address, rules, freezes }));
      return { network: name, wallet_id: wallet.wallet_id as OrderedTransfer["wallet_id"], ...status };
    },
    async stakingRewards({ user_id, wallet_id }) {
      const { address } = need(user_id, wallet_id);
      await needNetwork(network);
      return await askNetwork(() => readRewards(client, address));
    },
    async stakingWitnesses({ limit }) {
      await needNetwork(network);
      return await askNetwork(() => readWitnesses(client, limit));
    },
    async forecastStaking({ user_id, wallet_id, action }) {
      const forecasted = await forecast(need(user_id, wallet_id), action);
      return { network: name, ...(transfers.isStaking(name, wallet_id) ? { ...forecasted, obstacle: "under-way" } : forecasted) };
    },
    async orderStaking({ user_id, wallet_id, action, most_fee_sun, idempotency_key }) {
      const known = ordered(user_id, wallet_id, idempotency_key, action);
      if (known) return showTransfer(known);
      const wallet = requireSigner(need(user_id, wallet_id), keystore);
      const { obstacle, limit, until, cost, effect } = await forecast(wallet, action);
      // From here on nothing waits: what was meanwhile ordered counts.
      const meanwhile = ordered(user_id, wallet_id, idempotency_key, action);
      if (meanwhile) return showTransfer(meanwhile);
      if (transfers.isStaking(name, wallet_id))
        throw new Refusal("STAKING_IMPOSSIBLE", { obstacle: "under-way", limit: null, until: null });
      if (obstacle !== null) throw new Refusal("STAKING_IMPOSSIBLE", { obstacle, limit, until });
      if (BigInt(cost.fee_sun) > BigInt(most_fee_sun)) throw new Refusal("FEE_HIGHER", { fee_sun: cost.fee_sun });
      const transfer_id = randomness.uuid();
      transfers.add({
        ...{ transfer_id, user_id, wallet_id, network: name, asset: "TRX", amount: effect.amount },
        ...{ from_address: wallet.address, to_address: action.to_address ?? wallet.address, staking: JSON.stringify(action) },
        ...{ idempotency_key, most_fee_sun, forecast_fee_sun: cost.fee_sun, requested_at: clock.now(), payout_id: null },
      });
      return onOrder(transfer_id);
    },
  };
}

/** As it is once it was stored. */
const plain = (action: StakingAction): unknown => JSON.parse(JSON.stringify(action));
