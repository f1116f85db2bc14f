import type { OrderedTransfer, PaymentsCalls, PaymentsOptions, TransferOrder } from "@lucid/contract";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { askNetwork, needNetwork } from "../accounts/ask-network.ts";
import type { Keystore } from "../keystore/keystore.ts";
import { NetworkError } from "../network/network-error.ts";
import { Refusal } from "../refusal.ts";
import { readSignature, signerOf, withSignature } from "../tron/transaction.ts";
import { requireSigner } from "../wallets/require-signer.ts";
import { createSteps, type StepsDeps } from "./create-steps.ts";
import { forecastTransfer } from "./forecast.ts";
import { showTransfer } from "./show-transfer.ts";
import type { TransferRow } from "./transfer-repository.ts";

/** A block's time: nothing happens sooner. */
const LOOK_MS = 3_000;
const DAY_MS = 24 * 3_600_000;

type TransferMethod = "sendTransfer" | "listTransfers" | "getTransfer" | "cancelTransfer" | "signTransfer" | "retryTransfer";
export interface Transfers extends Disposable {
  readonly calls: {
    readonly [Method in TransferMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
  };
  /** Tells of a transfer as it is now. */
  tell(transferId: string): OrderedTransfer;
  /** Keeps what the device of a wallet has signed of what was given out. @throws Refusal SIGNATURE_WRONG, TRANSFER_STATE */
  sign(row: TransferRow, signature: string): void;
  /** Goes on with what is under way. Resolves when all of it waits. */
  goOn(): Promise<void>;
}

export interface TransfersDeps extends StepsDeps {
  readonly keystore: Pick<Keystore, "has">;
  readonly onChange: (userId: string, transfer: OrderedTransfer) => void;
  /** The transfer that pays a payout has come to another state. */
  readonly onPayout: (payoutId: string) => void;
}

export type TransfersOptions = Pick<PaymentsOptions, "network" | "day_limits" | "staking_rules">;

/** Orders of transfers, and what drives each to its end, across crashes and restarts. */
export function createTransfers(deps: TransfersDeps, options: TransfersOptions): Transfers {
  const { clock, client, network, wallets, transfers, keystore, randomness, onChange, onPayout } = deps;
  const { network: name, day_limits, staking_rules } = options;
  const advance = createSteps(deps, { name, staking_rules });
  let round: Promise<void> | undefined;
  let isAskedAgain = false;
  let isStopped = false;
  let next: Disposable | undefined;

  function needRow(userId: string, transferId: string): TransferRow {
    const row = transfers.find(transferId);
    if (row?.user_id !== userId || row.payout_id !== null) throw new Refusal("TRANSFER_NOT_FOUND");
    return row;
  }

  function needKey(userId: string, walletId: string): string {
    const wallet = wallets.find(userId, walletId);
    if (!wallet) throw new Refusal("WALLET_NOT_FOUND");
    return requireSigner(wallet, keystore).address;
  }

  function requireLimit(userId: string, asset: "TRX" | "USDT", amount: string): void {
    const limit = BigInt(asset === "TRX" ? day_limits.sun : day_limits.micro_usdt);
    const left = limit - transfers.spent(userId, asset, clock.now() - DAY_MS);
    if (BigInt(amount) <= left) return;
    throw new Refusal("TRANSFER_LIMIT", { limit: limit.toString(), left: (left > 0n ? left : 0n).toString() });
  }

  /** What was ordered under a key before. @throws Refusal TRANSFER_DIFFERS where it is something else. */
  function ordered(userId: string, walletId: string, order: TransferOrder): TransferRow | undefined {
    const row = transfers.byKey(userId, order.idempotency_key);
    if (!row) return undefined;
    const isSame =
      row.wallet_id === walletId &&
      row.staking === null &&
      row.asset === order.asset &&
      row.to_address === order.to_address &&
      row.amount === order.amount;
    if (!isSame) throw new Refusal("TRANSFER_DIFFERS");
    return row;
  }

  function tell(transferId: string): OrderedTransfer {
    const row = transfers.find(transferId);
    if (!row) throw new Error("a transfer is lost");
    const shown = showTransfer(row);
    if (row.payout_id === null) onChange(row.user_id, shown);
    else onPayout(row.payout_id);
    return shown;
  }

  function sign(row: TransferRow, signature: string): void {
    const { transfer_id, state } = row;
    const bytes = readSignature(signature);
    const form = transfers.unsigned(transfer_id);
    if (!form) {
      // The same again.
      if (transfers.form(transfer_id)?.hex.endsWith(bytesToHex(bytes))) return;
      throw new Refusal("TRANSFER_STATE", { state });
    }
    const raw = hexToBytes(form.raw);
    if (signerOf(raw, bytes) !== row.from_address) throw new Refusal("SIGNATURE_WRONG");
    const hex = withSignature(raw, bytes);
    if (!transfers.sign(row, { ...form, hex }, row.forecast_fee_sun, clock.now())) throw new Refusal("TRANSFER_STATE", { state });
  }

  async function look(): Promise<void> {
    // `round` is this one before anything of it runs, and is none in the same breath in which it ends.
    await Promise.resolve();
    next?.[Symbol.dispose]();
    try {
      do {
        isAskedAgain = false;
        for (const id of transfers.underWay(name)) await follow(id);
      } while (isAskedAgain && !isStopped);
    } finally {
      round = undefined;
    }
    if (!isStopped && transfers.underWay(name).length > 0) next = clock.after(LOOK_MS, () => void goOn());
  }

  async function follow(id: string): Promise<void> {
    try {
      for (;;) {
        const before = transfers.find(id)?.trouble;
        const progress = await advance(id);
        if (isStopped) return;
        if (progress === "moved" || transfers.find(id)?.trouble !== before) tell(id);
        if (progress === "waits") return;
      }
    } catch (error) {
      // The network is asked again with the next look; everything else ends the process, which goes on from what is stored.
      if (!(error instanceof NetworkError) && !(error instanceof Refusal)) throw error;
    }
  }

  function goOn(): Promise<void> {
    isAskedAgain = true;
    return (round ??= look());
  }

  return {
    ...{ goOn, tell, sign },
    calls: {
      async sendTransfer({ user_id, wallet_id, ...order }) {
        const known = ordered(user_id, wallet_id, order);
        if (known) return showTransfer(known);
        const { asset, to_address, amount, most_fee_sun, idempotency_key } = order;
        const from = needKey(user_id, wallet_id);
        requireLimit(user_id, asset, amount);
        const usdt = await needNetwork(network);
        const reserved = transfers.reserved(wallet_id, asset, "");
        const asked = { asset, from, to: to_address, amount: BigInt(amount), usdt, reserved };
        const { obstacle, cost } = await askNetwork(() => forecastTransfer(client, asked));
        // From here on nothing waits: what was meanwhile ordered counts.
        const meanwhile = ordered(user_id, wallet_id, order);
        if (meanwhile) return showTransfer(meanwhile);
        if (obstacle !== null || cost === null) throw new Refusal("TRANSFER_IMPOSSIBLE", { obstacle: obstacle ?? "refused" });
        if (BigInt(cost.fee_sun) > BigInt(most_fee_sun)) throw new Refusal("FEE_HIGHER", { fee_sun: cost.fee_sun });
        requireLimit(user_id, asset, amount);
        const transfer_id = randomness.uuid();
        transfers.add({
          ...{ transfer_id, user_id, wallet_id, network: name, asset, amount, from_address: from, to_address },
          ...{ idempotency_key, most_fee_sun, forecast_fee_sun: cost.fee_sun, requested_at: clock.now(), payout_id: null },
        });
        return tell(transfer_id);
      },
      async listTransfers({ user_id, wallet_id, limit, cursor }) {
        const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
        const rows = Number.isSafeInteger(before) ? transfers.list(user_id, wallet_id, before, limit + 1) : [];
        const shown = rows.slice(0, limit);
        const last = shown.at(-1);
        return { transfers: shown.map(showTransfer), next_cursor: rows.length > limit && last ? String(last.number) : null };
      },
      getTransfer: async ({ user_id, transfer_id }) => showTransfer(needRow(user_id, transfer_id)),
      async cancelTransfer({ user_id, transfer_id }) {
        const row = needRow(user_id, transfer_id);
        const isFree = row.state === "requested" && !transfers.unsigned(transfer_id);
        if (!isFree || !transfers.move(row, "cancelled", clock.now())) throw new Refusal("TRANSFER_STATE", { state: row.state });
        return tell(transfer_id);
      },
      async signTransfer({ user_id, transfer_id, signature }) {
        const row = needRow(user_id, transfer_id);
        sign(row, signature);
        return tell(transfer_id);
      },
      async retryTransfer({ user_id, transfer_id, most_fee_sun }) {
        const row = needRow(user_id, transfer_id);
        if (row.network !== name || (row.state !== "expired" && row.state !== "failed"))
          throw new Refusal("TRANSFER_STATE", { state: row.state });
        needKey(user_id, row.wallet_id);
        if (row.staking === null) requireLimit(user_id, row.asset, row.amount);
        else if (transfers.isStaking(name, row.wallet_id))
          throw new Refusal("STAKING_IMPOSSIBLE", { obstacle: "under-way", limit: null, until: null });
        transfers.reorder(row, most_fee_sun, clock.now());
        return tell(transfer_id);
      },
    },
    [Symbol.dispose]() {
      isStopped = true;
      next?.[Symbol.dispose]();
    },
  };
}
