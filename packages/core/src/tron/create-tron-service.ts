import type { TronStatus } from "@lucid/contract";
import { type Caller, requirePrincipal, type Services } from "../calls/index.ts";
import type { PaymentsLink } from "./start-payments-link.ts";

export interface TronServiceDeps {
  readonly status: () => TronStatus;
  /** The port to the process of payments. @throws PAYMENTS_OFF */
  readonly link: () => PaymentsLink;
}

/** Passes on what is asked, in the name of whoever asks. Whose wallet it is, the process of payments says. */
export function createTronService({ status, link }: TronServiceDeps): Services["tron"] {
  const owner = (caller: Caller) => ({ user_id: requirePrincipal(caller).userId });
  return {
    networkStatus: status,
    sealingKey: () => link().call("sealingKey", {}),
    listWallets: async (_input, caller) => ({ wallets: [...(await link().call("listWallets", owner(caller)))] }),
    async createWallet({ name, sealed }, caller) {
      const wallet = await link().call("createWallet", { ...owner(caller), name, sealed });
      caller.identify({ target: wallet.wallet_id, details: { address: wallet.address } });
      return wallet;
    },
    async watchWallet({ name, tron_address: address }, caller) {
      const wallet = await link().call("watchWallet", { ...owner(caller), name, address });
      caller.identify({ target: wallet.wallet_id, details: { address } });
      return wallet;
    },
    async addHardwareWallet({ name, tron_address: address, device, account }, caller) {
      const wallet = await link().call("addHardwareWallet", { ...owner(caller), name, address, hardware: { device, account } });
      caller.identify({ target: wallet.wallet_id, details: { address, device } });
      return wallet;
    },
    getWallet: (input, caller) => link().call("getWallet", { ...owner(caller), ...input }),
    renameWallet: (input, caller) => link().call("renameWallet", { ...owner(caller), ...input }),
    async removeWallet(input, caller) {
      const { address } = await link().call("getWallet", { ...owner(caller), ...input });
      caller.identify({ details: { address } });
      await link().call("removeWallet", { ...owner(caller), ...input });
      return { message: "The wallet and its key are removed" };
    },
    unlockWallet: (input, caller) => link().call("unlockWallet", { ...owner(caller), ...input }),
    lockWallet: (input, caller) => link().call("lockWallet", { ...owner(caller), ...input }),
    rehearseWallet: (input, caller) => link().call("rehearseWallet", { ...owner(caller), ...input }),
    walletBalance: (input, caller) => link().call("balance", { ...owner(caller), ...input }),
    estimateFee: (input, caller) => link().call("forecast", { ...owner(caller), ...input }),
    async walletHistory(input, caller) {
      const { transfers, next_cursor } = await link().call("history", { ...owner(caller), ...input });
      return { transfers: [...transfers], next_cursor };
    },
    async sendTransfer(input, caller) {
      const { asset, amount, to_address } = input;
      caller.identify({ details: { wallet_id: input.wallet_id, asset, amount, to_address } });
      const transfer = await link().call("sendTransfer", { ...owner(caller), ...input });
      caller.identify({ target: transfer.transfer_id, details: { wallet_id: input.wallet_id, asset, amount, to_address } });
      return transfer;
    },
    async listTransfers(input, caller) {
      const { transfers, next_cursor } = await link().call("listTransfers", { ...owner(caller), ...input });
      return { transfers: [...transfers], next_cursor };
    },
    getTransfer: (input, caller) => link().call("getTransfer", { ...owner(caller), ...input }),
    cancelTransfer: (input, caller) => link().call("cancelTransfer", { ...owner(caller), ...input }),
    signTransfer: (input, caller) => link().call("signTransfer", { ...owner(caller), ...input }),
    async retryTransfer(input, caller) {
      const transfer = await link().call("retryTransfer", { ...owner(caller), ...input });
      const { asset, amount, to_address, staking } = transfer;
      caller.identify({ details: { asset, amount, to_address, ...(staking === null ? {} : { staking: staking.kind }) } });
      return transfer;
    },
    stakingStatus: (input, caller) => link().call("stakingStatus", { ...owner(caller), ...input }),
    stakingRewards: (input, caller) => link().call("stakingRewards", { ...owner(caller), ...input }),
    stakingWitnesses: async (input) => ({ witnesses: [...(await link().call("stakingWitnesses", input))] }),
    forecastStaking: ({ wallet_id, ...action }, caller) =>
      link().call("forecastStaking", { ...owner(caller), wallet_id, action }),
    async orderStaking({ wallet_id, most_fee_sun, idempotency_key, ...action }, caller) {
      const { kind, amount = null, resource = null, to_address = null } = action;
      const details = { wallet_id, kind, amount, resource, to_address };
      caller.identify({ details });
      const asked = { wallet_id, most_fee_sun, idempotency_key, action };
      const order = await link().call("orderStaking", { ...owner(caller), ...asked });
      caller.identify({ target: order.transfer_id, details });
      return order;
    },
  };
}
