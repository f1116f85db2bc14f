import type { PaymentsCalls, Payout, PayoutStop, TronNetwork } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { askNetwork } from "../accounts/ask-network.ts";
import { Refusal } from "../refusal.ts";
import type { TransferRepository, TransferRow } from "../transfers/transfer-repository.ts";
import type { PayoutProgress } from "./create-payout-steps.ts";
import type { PayoutRepository, PayoutRow } from "./payout-repository.ts";
import { dueOf } from "./payout-rules.ts";
import { type PayoutWallet, payingWallet, type ReadyDeps } from "./payout-wallet.ts";
import { showPayout } from "./show-payout.ts";

type SigningMethod = "signNextPayout" | "signPayout";
export type DeviceSigning = {
  readonly [Method in SigningMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
};

export interface DeviceSigningDeps extends ReadyDeps {
  readonly clock: Pick<Clock, "now">;
  readonly payouts: Pick<PayoutRepository, "find" | "underWay">;
  readonly transfers: Pick<TransferRepository, "find">;
  readonly need: (payoutId: string) => PayoutRow;
  readonly tell: (payoutId: string) => Payout;
  /** The step that begins it, for somebody who is there to sign. @throws NetworkError; Refusal NETWORK_AWAY */
  readonly begin: (payoutId: string) => Promise<PayoutProgress>;
  /** @throws Refusal SIGNATURE_WRONG, TRANSFER_STATE */
  readonly sign: (row: TransferRow, signature: string) => void;
  readonly onBegun: () => void;
}

/**
 * Payouts from a wallet whose key is on a device. Its owner begins them, one at a time: what was given out and is not signed expires, and
 * is owed again. Who stops in between leaves the others as they were.
 */
export function createDeviceSigning(deps: DeviceSigningDeps, name: TronNetwork): DeviceSigning {
  const { clock, payouts, transfers, need, tell, begin, sign, onBegun } = deps;
  let turn: Promise<unknown> = Promise.resolve();

  /** @throws Refusal WALLET_NOT_FOUND where no device of this account pays. */
  function needDevice(userId: string): { readonly wallet: PayoutWallet; readonly stop: PayoutStop | undefined } {
    const { wallet, stop } = payingWallet(deps, name);
    if (wallet?.user_id !== userId || deps.wallets.find(userId, wallet.wallet_id)?.kind !== "hardware")
      throw new Refusal("WALLET_NOT_FOUND");
    return { wallet, stop };
  }
  const rows = (): readonly PayoutRow[] => payouts.underWay(name).flatMap((id) => payouts.find(id) ?? []);
  const mayBegin = (row: PayoutRow): boolean => row.state === "approved" && dueOf(row) <= clock.now();

  async function next(userId: string): Promise<PaymentsCalls["signNextPayout"]["output"]> {
    const { wallet } = needDevice(userId);
    const waits = rows().find((row) => row.transfer_state === "requested" && row.transfer_from === wallet.address);
    const { payout, stop } = waits ? { payout: showPayout(waits), stop: null } : await beginOne();
    return { payout, left: rows().filter(mayBegin).length, stop };
  }

  async function beginOne(): Promise<{ readonly payout: Payout | null; readonly stop: PayoutStop | null }> {
    let kept: PayoutStop | null = null;
    for (const { payout_id } of rows().filter(mayBegin)) {
      const progress = await askNetwork(() => begin(payout_id));
      if (progress === "begun") {
        onBegun();
        return { payout: tell(payout_id), stop: null };
      }
      if (progress === "moved") tell(payout_id);
      if (typeof progress !== "object") continue;
      kept = progress.stop;
      // What costs too much keeps that one only.
      if (kept !== "cost") break;
    }
    return { payout: null, stop: kept };
  }

  return {
    async signNextPayout({ user_id }) {
      // One after the other: two who ask at once get the same.
      const mine = turn.then(() => next(user_id));
      turn = mine.catch(() => undefined);
      return await mine;
    },
    async signPayout({ user_id, payout_id, signature }) {
      const { transfer_id, state } = need(payout_id);
      const transfer = transfer_id === null ? undefined : transfers.find(transfer_id);
      if (!transfer) throw new Refusal("PAYOUT_STATE", { state });
      if (transfer.user_id !== user_id) throw new Refusal("WALLET_NOT_FOUND");
      sign(transfer, signature);
      onBegun();
      return tell(payout_id);
    },
  };
}
