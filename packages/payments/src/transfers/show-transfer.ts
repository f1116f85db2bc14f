import type { OrderedTransfer, StakingAction, ToSign, TransferState } from "@lucid/contract";
import type { GivenOut, TransferRow } from "./transfer-repository.ts";

const time = (at: number): string => new Date(at).toISOString();

/** What a device is to sign, where something is given out to be signed. */
export const toSign = ({ unsigned_id, unsigned_raw, unsigned_until }: GivenOut): ToSign | null =>
  unsigned_id === null || unsigned_raw === null || unsigned_until === null
    ? null
    : { transaction_id: unsigned_id, raw: unsigned_raw, expires_at: time(unsigned_until) };

/** An ordered transfer as its owner sees it. */
export function showTransfer(row: TransferRow): OrderedTransfer {
  const steps = JSON.parse(row.steps) as readonly (readonly [TransferState, number])[];
  const { network, asset, amount, from_address, to_address, state, reason, trouble, transaction_id, block, forms } = row;
  const staking = row.staking === null ? null : (JSON.parse(row.staking) as StakingAction);
  return {
    transfer_id: row.transfer_id as OrderedTransfer["transfer_id"],
    wallet_id: row.wallet_id as OrderedTransfer["wallet_id"],
    ...{ network, asset, amount, from_address, to_address, state, reason, trouble, transaction_id, block, forms },
    ...{ staking, paid_out: row.paid_out },
    steps: steps.map(([at_state, at]) => ({ state: at_state, at: time(at) })),
    expires_at: row.expires_at === null ? null : time(row.expires_at),
    to_sign: toSign(row),
    ...{ forecast_fee_sun: row.forecast_fee_sun, most_fee_sun: row.most_fee_sun },
    cost:
      row.cost_fee_sun === null
        ? null
        : { fee_sun: row.cost_fee_sun, energy: row.cost_energy ?? 0, bandwidth: row.cost_bandwidth ?? 0 },
  };
}
