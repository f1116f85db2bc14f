import type { PayoutRules, PayoutStop, TronNetwork } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import { needNetwork } from "../accounts/ask-network.ts";
import type { NodeClient } from "../network/create-node-client.ts";
import type { NetworkWatch } from "../network/watch-network.ts";
import { forecastTransfer } from "../transfers/forecast.ts";
import type { NewTransfer, TransferRepository } from "../transfers/transfer-repository.ts";
import type { PayoutRepository, PayoutRow } from "./payout-repository.ts";
import { dueOf } from "./payout-rules.ts";
import { payingWallet, type ReadyDeps } from "./payout-wallet.ts";

const HOUR_MS = 3_600_000;
/** Nobody expects a payout to begin that waited so long: it is given up, and the next sweep makes another. */
const START_WITHIN_MS = 24 * HOUR_MS;

export interface PayoutStepsDeps extends ReadyDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly client: NodeClient;
  readonly network: Pick<NetworkWatch, "view" | "usdt" | "look">;
  readonly payouts: PayoutRepository;
  readonly transfers: Pick<TransferRepository, "reserved">;
}

/** `begun`: a transfer was ordered, which has to be driven. Else whether it came to another state, or what keeps it from beginning. */
export type PayoutProgress = "moved" | "begun" | "waits" | { readonly stop: PayoutStop };

const isMoved = (moved: boolean): PayoutProgress => (moved ? "moved" : "waits");

/**
 * The one step that comes next of a payout that is under way. Paying is a transfer like any other, ordered in the transaction in which the
 * payout begins; whatever becomes of it is read from it. `stop`: what keeps the others already. `isAtDevice`: the owner of a wallet on a device is there
 * to sign it; without, none from such a wallet begins, for it would expire.
 * @throws NetworkError; Refusal NETWORK_AWAY
 */
export function createPayoutSteps(
  deps: PayoutStepsDeps,
  { network: name, payout_rules: rules }: { readonly network: TronNetwork; readonly payout_rules: PayoutRules },
): (payoutId: string, stop?: PayoutStop, isAtDevice?: boolean) => Promise<PayoutProgress> {
  const { clock, randomness, client, network, payouts, transfers } = deps;

  /** What keeps every payout, as far as it is known without asking the network. */
  function ready(isAtDevice: boolean) {
    const { wallet, stop: found } = payingWallet(deps, name);
    const stop = found === "device" && isAtDevice ? undefined : found;
    const isHourFull = payouts.begunSince(name, clock.now() - HOUR_MS) >= BigInt(rules.hour_total);
    return { wallet, stop: stop ?? (isHourFull ? ("hour" as const) : undefined) };
  }

  async function start(row: PayoutRow, known: PayoutStop | undefined, isAtDevice: boolean): Promise<PayoutProgress> {
    const due = dueOf(row);
    if (clock.now() < due) return "waits";
    if (clock.now() - due > START_WITHIN_MS) return isMoved(payouts.giveUp(row, "cancelled", clock.now(), "start-late"));
    // What costs too much keeps that one only.
    if (known !== undefined && known !== "cost") return { stop: known };
    const { wallet, stop } = ready(isAtDevice);
    if (stop !== undefined || !wallet) return { stop: stop ?? "no-wallet" };
    const usdt = await needNetwork(network);
    const amount = BigInt(row.amount) - BigInt(row.fee);
    const reserved = transfers.reserved(wallet.wallet_id, "USDT", "");
    const asked = { asset: "USDT", from: wallet.address, to: row.address, amount, usdt, reserved } as const;
    const { obstacle, cost } = await forecastTransfer(client, asked);
    if (obstacle === "receiver-frozen" || obstacle === "refused")
      return isMoved(payouts.giveUp(row, "cancelled", clock.now(), obstacle));
    if (obstacle === "sender-frozen") return { stop: obstacle };
    if (obstacle !== null || cost === null) return { stop: "short" };
    if (BigInt(cost.fee_sun) > BigInt(row.most_fee_sun)) return { stop: "cost" };
    // From here on nothing waits: what was meanwhile begun counts.
    const now = ready(isAtDevice);
    if (now.stop !== undefined) return { stop: now.stop };
    if (now.wallet?.wallet_id !== wallet.wallet_id) return "waits";
    const transfer: NewTransfer = {
      ...{ transfer_id: randomness.uuid(), user_id: wallet.user_id, wallet_id: wallet.wallet_id, network: name },
      asset: "USDT",
      ...{ amount: amount.toString(), from_address: wallet.address, to_address: row.address, requested_at: clock.now() },
      // No key of a person's order has a colon.
      ...{ idempotency_key: `payout:${row.payout_id}`, payout_id: row.payout_id },
      ...{ forecast_fee_sun: cost.fee_sun, most_fee_sun: row.most_fee_sun },
    };
    return payouts.start(row, transfer, clock.now()) ? "begun" : "waits";
  }

  return async (payoutId, stop, isAtDevice = false) => {
    const row = payouts.find(payoutId);
    if (!row || row.network !== name) return "waits";
    if (row.state === "locked")
      return isMoved(
        row.approve_until !== null &&
          clock.now() >= row.approve_until &&
          payouts.giveUp(row, "cancelled", clock.now(), "approval-late"),
      );
    if (row.state === "approved") return await start(row, stop, isAtDevice);
    if (row.state !== "paying") return "waits";
    if (row.transfer_state === "solidified") return isMoved(payouts.settle(row, clock.now()));
    if (row.transfer_state === "failed" || row.transfer_state === "expired")
      return isMoved(payouts.giveUp(row, row.transfer_state, clock.now(), row.transfer_reason));
    return "waits";
  };
}
