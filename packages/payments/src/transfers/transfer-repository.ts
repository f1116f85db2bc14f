import type { OrderFailure, StakingAction, TransferState, TronNetwork } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";

/** Unix milliseconds, as all times here; amounts are decimal digits of the smallest unit. */
export interface NewTransfer {
  readonly transfer_id: string;
  readonly user_id: string;
  readonly wallet_id: string;
  readonly network: TronNetwork;
  readonly asset: "TRX" | "USDT";
  readonly amount: string;
  readonly from_address: string;
  readonly to_address: string;
  readonly idempotency_key: string;
  readonly forecast_fee_sun: string;
  readonly most_fee_sun: string;
  /** When it was last ordered: first, or anew after it had failed. */
  readonly requested_at: number;
  /** What it pays: it is no transfer of its wallet's owner then, who neither sees nor changes it. */
  readonly payout_id: string | null;
  /** JSON of what is done with a stake: it is no transfer then. */
  readonly staking?: string | null;
}
/** What was signed: `hex` is what is broadcast, as often as need be. */
export interface TransferForm {
  readonly transaction_id: string;
  readonly hex: string;
  /** A solidified block: no transaction that names it is in an earlier one. */
  readonly reference_block: number;
  readonly reference_id: string;
  readonly expires_at: number;
}
/** What is given out to a device that may sign it: `raw` is the transaction without a signature, in hex. */
export interface UnsignedForm extends Omit<TransferForm, "hex"> {
  readonly raw: string;
}
export interface TransferCost {
  readonly fee_sun: string;
  readonly energy: number;
  readonly bandwidth: number;
}
/** The form that waits for a device's signature; null where none does. */
export interface GivenOut {
  readonly unsigned_id: string | null;
  readonly unsigned_raw: string | null;
  readonly unsigned_until: number | null;
}
export interface TransferRow extends NewTransfer, GivenOut {
  readonly number: number;
  readonly staking: string | null;
  /** What an order about a stake has paid out, once that is final. */
  readonly paid_out: string | null;
  readonly state: TransferState;
  readonly reason: OrderFailure | null;
  readonly trouble: string | null;
  readonly block: number | null;
  readonly cost_fee_sun: string | null;
  readonly cost_energy: number | null;
  readonly cost_bandwidth: number | null;
  readonly forms: number;
  readonly transaction_id: string | null;
  readonly expires_at: number | null;
  /** JSON of `[state, at]`, the oldest first. */
  readonly steps: string;
}
/** What stands beside the state that a transfer comes to. */
export interface Landing {
  readonly reason?: OrderFailure;
  readonly trouble?: string | null;
  readonly block?: number;
  readonly paidOut?: string | null;
}
export type Arrow = Pick<TransferRow, "transfer_id" | "state">;
export type TransferRepository = ReturnType<typeof createTransferRepository>;

const ROWS = `SELECT t.rowid AS number, t.*, f.transaction_id, f.expires_at, coalesce(f.number, 0) AS forms,
    u.transaction_id AS unsigned_id, u.raw AS unsigned_raw, u.expires_at AS unsigned_until,
    (SELECT json_group_array(json_array(s.state, s.at) ORDER BY s.number) FROM transfer_step s WHERE s.transfer_id = t.transfer_id) AS steps
  FROM transfer t LEFT JOIN transfer_form f ON f.transfer_id = t.transfer_id
    AND f.number = (SELECT max(number) FROM transfer_form WHERE transfer_id = t.transfer_id)
    LEFT JOIN unsigned_form u ON u.transfer_id = t.transfer_id`;
const UNDER_WAY = "('requested', 'signed', 'broadcast', 'seen')";

/** Ordered transfers. Each function that writes is one transaction: an arrow is stored whole, with its time, or has not happened. */
export function createTransferRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const one = read.prepare<[string], TransferRow>(`${ROWS} WHERE t.transfer_id = ?`);
  const byKey = read.prepare<[string, string], TransferRow>(`${ROWS} WHERE t.user_id = ? AND t.idempotency_key = ?`);
  const page = read.prepare<{ user: string; wallet: string | null; before: number; limit: number }, TransferRow>(
    `${ROWS} WHERE t.user_id = :user AND t.payout_id IS NULL AND (:wallet IS NULL OR t.wallet_id = :wallet) AND t.rowid < :before
     ORDER BY t.rowid DESC LIMIT :limit`,
  );
  const underWay = read.prepare<[string], { transfer_id: string }>(
    `SELECT transfer_id FROM transfer WHERE network = ? AND state IN ${UNDER_WAY} ORDER BY rowid`,
  );
  const newestForm = read.prepare<[string], TransferForm>(
    "SELECT * FROM transfer_form WHERE transfer_id = ? ORDER BY number DESC LIMIT 1",
  );
  const formById = read.prepare<{ id: string }, { transfer_id: string }>(
    `SELECT transfer_id FROM transfer_form WHERE transaction_id = :id
     UNION ALL SELECT transfer_id FROM unsigned_form WHERE transaction_id = :id`,
  );
  const unsigned = read.prepare<[string], UnsignedForm>("SELECT * FROM unsigned_form WHERE transfer_id = ?");
  const addUnsigned = write.prepare<UnsignedForm & { id: string }>(
    `INSERT INTO unsigned_form (transfer_id, transaction_id, raw, reference_block, reference_id, expires_at)
     VALUES (:id, :transaction_id, :raw, :reference_block, :reference_id, :expires_at)`,
  );
  const dropUnsigned = write.prepare<[string]>("DELETE FROM unsigned_form WHERE transfer_id = ?");
  const spent = read.prepare<[string, string, number], { amount: string }>(
    `SELECT amount FROM transfer WHERE user_id = ? AND asset = ? AND payout_id IS NULL AND staking IS NULL AND requested_at > ? AND state IN ${UNDER_WAY.replace(")", ", 'solidified')")}`,
  );
  const reserved = read.prepare<[string, string, string], { amount: string }>(
    `SELECT amount FROM transfer WHERE wallet_id = ? AND asset = ? AND transfer_id <> ? AND state IN ${UNDER_WAY}
       AND (staking IS NULL OR staking ->> 'kind' = 'freeze')`,
  );
  const staking = read.prepare<[string, string], { transfer_id: string }>(
    `SELECT transfer_id FROM transfer WHERE network = ? AND wallet_id = ? AND staking IS NOT NULL AND state IN ${UNDER_WAY}`,
  );
  const freezes = read.prepare<[string, string, string], { amount: string; at: number }>(
    `SELECT t.amount, max(f.expires_at) AS at FROM transfer t JOIN transfer_form f ON f.transfer_id = t.transfer_id
     WHERE t.network = ? AND t.from_address = ? AND t.state = 'solidified'
       AND t.staking ->> 'kind' = 'freeze' AND t.staking ->> 'resource' = ? GROUP BY t.transfer_id`,
  );
  const insert = write.prepare<NewTransfer>(
    `INSERT INTO transfer (transfer_id, user_id, wallet_id, network, asset, amount, from_address, to_address, idempotency_key,
       payout_id, staking, state, forecast_fee_sun, most_fee_sun, requested_at)
     VALUES (:transfer_id, :user_id, :wallet_id, :network, :asset, :amount, :from_address, :to_address, :idempotency_key,
       :payout_id, :staking, 'requested', :forecast_fee_sun, :most_fee_sun, :requested_at)`,
  );
  const step = write.prepare<{ id: string; state: string; at: number }>(
    `INSERT INTO transfer_step SELECT :id, coalesce(max(number), 0) + 1, :state, :at FROM transfer_step WHERE transfer_id = :id`,
  );
  const move = write.prepare<{
    id: string;
    from: string;
    to: string;
    reason: string | null;
    trouble: string | null;
    block: number | null;
  }>(
    `UPDATE transfer SET state = :to, reason = :reason, trouble = :trouble, block = :block WHERE transfer_id = :id AND state = :from`,
  );
  const addForm = write.prepare<TransferForm & { id: string }>(
    `INSERT INTO transfer_form (transaction_id, transfer_id, number, hex, reference_block, reference_id, expires_at)
     SELECT :transaction_id, :id, coalesce(max(number), 0) + 1, :hex, :reference_block, :reference_id, :expires_at
     FROM transfer_form WHERE transfer_id = :id`,
  );
  const setForecast = write.prepare<[string, string]>("UPDATE transfer SET forecast_fee_sun = ? WHERE transfer_id = ?");
  const setCost = write.prepare<TransferCost & { id: string; paidOut: string | null }>(
    `UPDATE transfer SET cost_fee_sun = CAST(CAST(coalesce(cost_fee_sun, '0') AS INTEGER) + CAST(:fee_sun AS INTEGER) AS TEXT),
       paid_out = :paidOut, cost_energy = coalesce(cost_energy, 0) + :energy, cost_bandwidth = coalesce(cost_bandwidth, 0) + :bandwidth
     WHERE transfer_id = :id`,
  );
  const reorder = write.prepare<[string, number, string]>(
    "UPDATE transfer SET most_fee_sun = ?, requested_at = ? WHERE transfer_id = ?",
  );
  const setTrouble = write.prepare<[string | null, string]>("UPDATE transfer SET trouble = ? WHERE transfer_id = ?");

  const owners = read.prepare<[], { user_id: string }>("SELECT DISTINCT user_id FROM transfer WHERE payout_id IS NULL");
  const erasable = read.prepare<[string], { transfer_id: string }>(
    "SELECT transfer_id FROM transfer WHERE user_id = ? AND payout_id IS NULL AND state NOT IN ('signed', 'broadcast', 'seen') AND transfer_id NOT IN (SELECT transfer_id FROM unsigned_form)",
  );
  const erase = ["transfer_form", "transfer_step", "transfer"].map((table) =>
    write.prepare<[string]>(`DELETE FROM ${table} WHERE transfer_id = ?`),
  );

  const total = (rows: readonly { readonly amount: string }[]): bigint =>
    rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n);

  const reservedOf = (walletId: string, asset: "TRX" | "USDT", exceptId: string): bigint =>
    total(reserved.all(walletId, asset, exceptId));
  /** What this node has staked, by the network's time at which the last form of it ended: a minute later than it was staked at most. */
  const freezesOf = (network: TronNetwork, address: string, resource: "energy" | "bandwidth") =>
    freezes.all(network, address, resource).map(({ amount, at }) => ({ amount: BigInt(amount), at }));

  /** Goes from the state that the row was read in; not at all where it is in another one by now. */
  function go({ transfer_id: id, state: from }: Arrow, to: TransferState, at: number, landing: Landing = {}): boolean {
    const { reason = null, trouble = null, block = null } = landing;
    if (move.run({ id, from, to, reason, trouble, block }).changes === 0) return false;
    step.run({ id, state: to, at });
    return true;
  }

  return {
    find: (transferId: string) => one.get(transferId),
    byKey: (userId: string, key: string) => byKey.get(userId, key),
    /** The newest first, those before the number of a row. */
    list: (user: string, wallet: string | undefined, before: number, limit: number): readonly TransferRow[] =>
      page.all({ user, wallet: wallet ?? null, before, limit }),
    underWay: (network: TronNetwork): readonly string[] => underWay.all(network).map(({ transfer_id }) => transfer_id),
    form: (transferId: string) => newestForm.get(transferId),
    isForm: (transactionId: string): boolean => formById.get({ id: transactionId }) !== undefined,
    /** What a device may have signed, and is not signed as far as is known here. */
    unsigned: (transferId: string) => unsigned.get(transferId),
    /** What an account has ordered since then, and was not lost. */
    spent: (userId: string, asset: "TRX" | "USDT", since: number): bigint => total(spent.all(userId, asset, since)),
    /** What other transfers of a wallet are about to take. */
    reserved: reservedOf,
    /** Whether an order about the stake of a wallet has not come to its end. */
    isStaking: (network: TronNetwork, walletId: string): boolean => staking.get(network, walletId) !== undefined,
    freezes: freezesOf,
    /** What an order about a stake is judged by, of what else was ordered here. */
    stakingTakes: (
      network: TronNetwork,
      { wallet_id, from, action }: { readonly wallet_id: string; readonly from: string; readonly action: StakingAction },
      exceptId: string,
    ) => ({
      reserved: reservedOf(wallet_id, "TRX", exceptId),
      freezes: action.resource === undefined ? [] : freezesOf(network, from, action.resource),
    }),
    add: write.transaction((transfer: NewTransfer): void => {
      insert.run({ staking: null, ...transfer });
      step.run({ id: transfer.transfer_id, state: "requested", at: transfer.requested_at });
    }),
    move: write.transaction(go),
    /** Keeps what a device is to sign, before it is given out. */
    giveOut: write.transaction((row: Arrow, form: UnsignedForm, forecastFeeSun: string): boolean => {
      if (row.state !== "requested" || one.get(row.transfer_id)?.state !== "requested") return false;
      addUnsigned.run({ ...form, id: row.transfer_id });
      setForecast.run(forecastFeeSun, row.transfer_id);
      return true;
    }),
    /** What was given out can never count any more. */
    takeBack: write.transaction((row: Arrow, at: number): boolean => {
      if (!go(row, "expired", at)) return false;
      dropUnsigned.run(row.transfer_id);
      return true;
    }),
    /** Keeps what was signed, before anybody is told. */
    sign: write.transaction((row: Arrow, form: TransferForm, forecastFeeSun: string, at: number): boolean => {
      if (row.state !== "requested" || one.get(row.transfer_id)?.state !== "requested") return false;
      addForm.run({ ...form, id: row.transfer_id });
      setForecast.run(forecastFeeSun, row.transfer_id);
      if (!go(row, "signed", at)) return false;
      dropUnsigned.run(row.transfer_id);
      return true;
    }),
    /** The end that the chain gave it, and what that did cost, beside what forms before it did. */
    settle: write.transaction(
      (
        row: Arrow,
        to: "solidified" | "failed",
        cost: TransferCost,
        at: number,
        { paidOut = null, ...landing }: Landing,
      ): boolean => {
        if (!go(row, to, at, landing)) return false;
        setCost.run({ ...cost, paidOut, id: row.transfer_id });
        return true;
      },
    ),
    /** Back to the beginning, for what has expired or failed. */
    reorder: write.transaction((row: Arrow, mostFeeSun: string, at: number): boolean => {
      if (!go(row, "requested", at)) return false;
      reorder.run(mostFeeSun, at, row.transfer_id);
      return true;
    }),
    owners: (): readonly string[] => owners.all().map(({ user_id }) => user_id),
    /** Forgets what an account has ordered, but for what is signed and may still be paid. */
    eraseOwner: write.transaction((userId: string): void => {
      for (const { transfer_id } of erasable.all(userId)) for (const one of erase) one.run(transfer_id);
    }),
    setTrouble: (transferId: string, trouble: string | null): void => void setTrouble.run(trouble, transferId),
  };
}
