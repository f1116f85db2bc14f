import type { PaymentsCalls, TronNetwork } from "@lucid/contract";
import type { NodeClient } from "../network/create-node-client.ts";
import type { NetworkWatch } from "../network/watch-network.ts";
import { Refusal } from "../refusal.ts";
import { forecastTransfer } from "../transfers/forecast.ts";
import type { WalletRepository } from "../wallets/wallet-repository.ts";
import { askNetwork, needNetwork } from "./ask-network.ts";
import { readBalances } from "./read-balances.ts";
import { readHistory } from "./read-history.ts";

type AccountMethod = "balance" | "history" | "forecast";
type Accounts = {
  readonly [Method in AccountMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
};

export interface AccountsDeps {
  readonly client: NodeClient;
  readonly network: NetworkWatch;
  readonly wallets: Pick<WalletRepository, "find">;
}

/** What the network says of the accounts behind wallets: of the solidified state, and of it alone. */
export function createAccounts({ client, network, wallets }: AccountsDeps, name: TronNetwork): Accounts {
  function addressOf(userId: string, walletId: string): string {
    const wallet = wallets.find(userId, walletId);
    if (!wallet) throw new Refusal("WALLET_NOT_FOUND");
    return wallet.address;
  }

  return {
    async balance({ user_id, wallet_id }) {
      const address = addressOf(user_id, wallet_id);
      const usdt = await needNetwork(network);
      // Known before the balance is asked for, so that the balance is not older.
      const { solid } = network.view();
      if (solid === null) throw new Refusal("NETWORK_AWAY", { reason: "no block is known yet" });
      const { sun, microUsdt } = await askNetwork(() => readBalances(client, usdt, address));
      return { network: name, address, sun: sun.toString(), micro_usdt: microUsdt.toString(), solid };
    },
    async forecast({ user_id, wallet_id, asset, to_address: to, amount }) {
      const from = addressOf(user_id, wallet_id);
      const usdt = await needNetwork(network);
      const asked = { asset, from, to, amount: BigInt(amount), usdt };
      return { network: name, asset, amount, to_address: to, ...(await askNetwork(() => forecastTransfer(client, asked))) };
    },
    async history({ user_id, wallet_id, asset, limit, cursor }) {
      const address = addressOf(user_id, wallet_id);
      const usdt = await needNetwork(network);
      return await askNetwork(() => readHistory(client, { address, asset, usdt, limit, cursor }));
    },
  };
}
