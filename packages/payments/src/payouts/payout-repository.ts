import type { PayoutEnd, PayoutRoute, PayoutState, TransferState, TronNetwork } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";
import type { GivenOut, NewTransfer, TransferRepository } from "../transfers/transfer-repository.ts";
import type { Ledger, NewEntry } from "./ledger.ts";

/** Unix milliseconds; amounts in micro-USDT, but for the network's cost in sun. */
export interface NewPayout {
  readonly payout_id: string;
  readonly network: TronNetwork;
  /** Nobody (empty) where a transfer is sent back: the ledger knows nothing of it then, for what came in is the book. */
  readonly payee: string;
  readonly address: string;
  /** The transfer that is sent back. */
  readonly refund_of: string | null;
  readonly refund_place: number | null;
  readonly route: PayoutRoute;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly requested_by: string | null;
  readonly requested_at: number;
  readonly note: string;
  /** 0 (low) to 3 (urgent): of those that may begin, the highest begins first. */
  readonly priority: number;
  readonly not_before: number | null;
  readonly batch_id: string | null;
  readonly approvals_needed: number;
  readonly approve_until: number | null;
  readonly forecast_fee_sun: string;
  readonly most_fee_sun: string;
  readonly idempotency_key: string;
  /** The run of a schedule in which it was made. */
  readonly schedule_run: number | null;
}
export interface PayoutRow extends Omit<NewPayout, "amount" | "fee">, GivenOut {
  readonly number: number;
  readonly amount: string;
  readonly fee: string;
  readonly state: PayoutState;
  readonly reason: PayoutEnd | null;
  readonly started_at: number | null;
  readonly transfer_id: string | null;
  readonly transfer_state: TransferState | null;
  readonly transfer_reason: PayoutEnd | null;
  readonly transfer_amount: string | null;
  readonly transfer_to: string | null;
  readonly transfer_from: string | null;
  readonly transfer_block: number | null;
  readonly transfer_trouble: string | null;
  readonly transfer_fee_sun: string | null;
  readonly transaction_id: string | null;
  readonly forms: number | null;
  /** The invoice that is sent back to. */
  readonly refund_invoice: string | null;
  /** Where it stands in the log of payouts; null before a statement holds it. */
  readonly place: number | null;
  /** JSON of `[state, at]`, and of `[user_id, at]`, the oldest first. */
  readonly steps: string;
  readonly approvals: string;
}
export interface PayoutPage {
  readonly payee?: string | undefined;
  readonly state?: PayoutState | undefined;
  readonly before: number;
  readonly limit: number;
}
type Arrow = Pick<PayoutRow, "payout_id" | "state">;
export type PayoutRepository = ReturnType<typeof createPayoutRepository>;

const ROWS = `SELECT p.rowid AS number, p.*, CAST(p.amount AS TEXT) AS amount, CAST(p.fee AS TEXT) AS fee,
    t.transfer_id, t.state AS transfer_state, t.reason AS transfer_reason, t.amount AS transfer_amount, t.to_address AS transfer_to, t.from_address AS transfer_from,
    t.block AS transfer_block, t.trouble AS transfer_trouble, t.cost_fee_sun AS transfer_fee_sun, f.transaction_id, f.number AS forms,
    u.transaction_id AS unsigned_id, u.raw AS unsigned_raw, u.expires_at AS unsigned_until,
    (SELECT place FROM stated_payout WHERE payout_id = p.payout_id) AS place,
    (SELECT invoice_id FROM receipt WHERE network = p.network AND transaction_id = p.refund_of AND place = p.refund_place) AS refund_invoice,
    (SELECT json_group_array(json_array(s.state, s.at) ORDER BY s.number) FROM payout_step s WHERE s.payout_id = p.payout_id) AS steps,
    (SELECT json_group_array(json_array(a.user_id, a.at) ORDER BY a.at) FROM payout_approval a WHERE a.payout_id = p.payout_id) AS approvals
  FROM payout p LEFT JOIN transfer t ON t.payout_id = p.payout_id LEFT JOIN unsigned_form u ON u.transfer_id = t.transfer_id
  LEFT JOIN transfer_form f ON f.transfer_id = t.transfer_id
    AND f.number = (SELECT max(number) FROM transfer_form WHERE transfer_id = t.transfer_id)`;
/** When it may begin. */
const DUE = "max(requested_at, coalesce(not_before, 0))";
const KEPT = "state NOT IN ('failed', 'expired', 'cancelled')";

/**
 * Payouts. Each function that writes is one transaction, which moves the amount in the ledger with the state: one cannot be without the other.
 * What a payout has set aside leaves `locked` under one key, however it ends, so that it is paid or given back, and once.
 */
export function createPayoutRepository(
  { read, write }: Pick<OpenDatabase, "read" | "write">,
  { ledger, transfers }: { readonly ledger: Pick<Ledger, "enter">; readonly transfers: Pick<TransferRepository, "add"> },
) {
  const one = read.prepare<[string], PayoutRow>(`${ROWS} WHERE p.payout_id = ?`);
  const byKey = read.prepare<[string], PayoutRow>(`${ROWS} WHERE p.idempotency_key = ?`);
  const page = read.prepare<
    { network: string; payee: string | null; state: string | null; before: number; limit: number },
    PayoutRow
  >(
    `${ROWS} WHERE p.network = :network AND (:payee IS NULL OR p.payee = :payee) AND (:state IS NULL OR p.state = :state)
     AND p.rowid < :before ORDER BY p.rowid DESC LIMIT :limit`,
  );
  const underWay = read.prepare<[string], { payout_id: string }>(
    "SELECT payout_id FROM payout WHERE network = ? AND state IN ('locked', 'approved', 'paying') ORDER BY priority DESC, rowid",
  );
  const settled = read.prepare<[string], { payee: string; paid: string; fees: string }>(
    `SELECT payee, CAST(sum(amount - fee) AS TEXT) AS paid, CAST(sum(fee) AS TEXT) AS fees FROM payout
     WHERE network = ? AND state = 'settled' AND refund_of IS NULL GROUP BY payee`,
  );
  /** A settled payout without its payment, or a payment without its payout. */
  const torn = read.prepare<[string], { payout_id: string }>(
    `SELECT p.payout_id FROM payout p LEFT JOIN transfer t ON t.payout_id = p.payout_id WHERE p.network = ? AND CASE
       WHEN p.state = 'settled' THEN t.state IS NOT 'solidified' OR t.asset <> 'USDT' OR t.network <> p.network
         OR t.to_address <> p.address OR t.amount <> CAST(p.amount - p.fee AS TEXT)
       WHEN p.state = 'paying' THEN t.state IS NULL
       ELSE t.state IS NOT NULL AND t.state NOT IN ('failed', 'expired') END`,
  );
  const unchecked = read.prepare<[string, number], PayoutRow>(
    `${ROWS} WHERE p.network = ? AND p.state = 'settled' AND p.checked_at IS NULL ORDER BY p.rowid LIMIT ?`,
  );
  const set = read.prepare<[string], { payee: string; amount: string }>(
    `SELECT payee, CAST(sum(amount) AS TEXT) AS amount FROM payout
     WHERE network = ? AND state IN ('locked', 'approved', 'paying') AND refund_of IS NULL GROUP BY payee`,
  );
  const used = read.prepare<
    { network: string; payee: string | null; from: number; to: number },
    { amount: string | null; count: number }
  >(
    `SELECT CAST(sum(amount) AS TEXT) AS amount, count(*) AS count FROM payout
     WHERE network = :network AND (:payee IS NULL OR payee = :payee) AND ${DUE} > :from AND ${DUE} < :to AND ${KEPT}`,
  );
  const begun = read.prepare<[string, number], { amount: string | null }>(
    `SELECT CAST(sum(amount) AS TEXT) AS amount FROM payout WHERE network = ? AND started_at > ? AND ${KEPT}`,
  );
  const waiting = read.prepare<[string], { net: string | null }>(
    `SELECT CAST(sum(amount - fee) AS TEXT) AS net FROM payout WHERE network = ? AND state IN ('locked', 'approved')`,
  );
  const insert = write.prepare<NewPayout>(
    `INSERT INTO payout (payout_id, network, payee, address, route, amount, fee, state, requested_by, requested_at, note, priority, not_before, batch_id,
       approvals_needed, approve_until, forecast_fee_sun, most_fee_sun, idempotency_key, refund_of, refund_place, schedule_run)
     VALUES (:payout_id, :network, :payee, :address, :route, :amount, :fee, 'locked', :requested_by, :requested_at, :note, :priority, :not_before, :batch_id,
       :approvals_needed, :approve_until, :forecast_fee_sun, :most_fee_sun, :idempotency_key, :refund_of, :refund_place, :schedule_run)`,
  );
  const step = write.prepare<{ id: string; state: string; at: number }>(
    `INSERT INTO payout_step SELECT :id, coalesce(max(number), 0) + 1, :state, :at FROM payout_step WHERE payout_id = :id`,
  );
  const move = write.prepare<{ id: string; from: string; to: string; reason: string | null }>(
    "UPDATE payout SET state = :to, reason = :reason WHERE payout_id = :id AND state = :from",
  );
  const begin = write.prepare<[number, string]>("UPDATE payout SET started_at = ? WHERE payout_id = ?");
  const approval = write.prepare<[string, string, number]>("INSERT INTO payout_approval VALUES (?, ?, ?)");
  const check = write.prepare<[number, string]>("UPDATE payout SET checked_at = ? WHERE payout_id = ?");
  const countChecked = read.prepare<[string], { count: number }>(
    "SELECT count(*) AS count FROM payout WHERE network = ? AND checked_at IS NOT NULL",
  );

  /** Goes from the state that the row was read in; not at all where it is in another one by now. */
  function go({ payout_id: id, state: from }: Arrow, to: PayoutState, at: number, reason: PayoutEnd | null = null): boolean {
    if (move.run({ id, from, to, reason }).changes === 0) return false;
    step.run({ id, state: to, at });
    return true;
  }

  type Whose = Pick<PayoutRow, "payout_id" | "network" | "payee" | "refund_of">;
  /** What is sent back was never owed to a payee: it is no business of the ledger. */
  function enter(
    { payout_id, network, payee, refund_of }: Whose,
    moved: Pick<NewEntry, "at" | "idempotency_key" | "source" | "target" | "amount" | "kind">,
  ): void {
    if (refund_of === null) ledger.enter({ network, payee, about: payout_id, ...moved });
  }

  return {
    find: (payoutId: string) => one.get(payoutId),
    byKey: (key: string) => byKey.get(key),
    /** The newest first, those before the number of a row. */
    page: (network: TronNetwork, { payee, state, before, limit }: PayoutPage): readonly PayoutRow[] =>
      page.all({ network, payee: payee ?? null, state: state ?? null, before, limit }),
    underWay: (network: TronNetwork): readonly string[] => underWay.all(network).map(({ payout_id }) => payout_id),
    /** What settled payouts have paid, and what of them stayed here. */
    settled: (network: TronNetwork): ReadonlyMap<string, { readonly paid: bigint; readonly fees: bigint }> =>
      new Map(settled.all(network).map(({ payee, paid, fees }) => [payee, { paid: BigInt(paid), fees: BigInt(fees) }])),
    torn: (network: TronNetwork): readonly string[] => torn.all(network).map(({ payout_id }) => payout_id),
    unchecked: (network: TronNetwork, limit: number): readonly PayoutRow[] => unchecked.all(network, limit),
    checkedCount: (network: TronNetwork): number => countChecked.get(network)?.count ?? 0,
    setChecked: (payoutId: string, at: number): void => void check.run(at, payoutId),
    /** What payouts under way have set aside, by payee. */
    setAside: (network: TronNetwork): ReadonlyMap<string, bigint> =>
      new Map(set.all(network).map(({ payee, amount }) => [payee, BigInt(amount)])),
    /** What may begin between these times and was not given up, for one payee or for all. */
    used(
      network: TronNetwork,
      payee: string | undefined,
      { from, to }: { readonly from: number; readonly to: number },
    ): { readonly amount: bigint; readonly count: number } {
      const { amount = null, count = 0 } = used.get({ network, payee: payee ?? null, from, to }) ?? {};
      return { amount: BigInt(amount ?? 0), count };
    },
    /** What those will take that have not begun. */
    waiting: (network: TronNetwork): bigint => BigInt(waiting.get(network)?.net ?? 0),
    begunSince: (network: TronNetwork, since: number): bigint => BigInt(begun.get(network, since)?.amount ?? 0),

    /** Sets aside what they pay; those that need no approval have it. All of them or none. */
    add: write.transaction((payouts: readonly NewPayout[]): void => {
      for (const payout of payouts) {
        const { payout_id, amount, requested_at: at } = payout;
        insert.run(payout);
        step.run({ id: payout_id, state: "locked", at });
        const idempotency_key = `lock:${payout_id}`;
        enter(payout, { at, idempotency_key, source: "accrued", target: "locked", amount, kind: "lock" });
        if (payout.approvals_needed === 0) go({ payout_id, state: "locked" }, "approved", at);
      }
    }),
    /** One more who approves; with the last that is needed the payout is approved. */
    approve: write.transaction((row: PayoutRow, userId: string, at: number): boolean => {
      if (one.get(row.payout_id)?.state !== "locked") return false;
      approval.run(row.payout_id, userId, at);
      const given = (JSON.parse(row.approvals) as unknown[]).length + 1;
      if (given >= row.approvals_needed) go(row, "approved", at);
      return true;
    }),
    /** Orders the transfer that pays it, in the same breath in which it is being paid. */
    start: write.transaction((row: PayoutRow, transfer: NewTransfer, at: number): boolean => {
      if (!go(row, "paying", at)) return false;
      begin.run(at, row.payout_id);
      transfers.add(transfer);
      return true;
    }),
    /** Paid. */
    settle: write.transaction((row: PayoutRow, at: number): boolean => {
      if (!go(row, "settled", at)) return false;
      const [fee, net] = [BigInt(row.fee), BigInt(row.amount) - BigInt(row.fee)];
      const paid = { source: "locked", target: "paid", amount: net, kind: "settle" } as const;
      enter(row, { at, ...paid, idempotency_key: `end:${row.payout_id}` });
      const kept = { source: "locked", target: "fees", amount: fee, kind: "fee" } as const;
      if (fee > 0n) enter(row, { at, ...kept, idempotency_key: `fee:${row.payout_id}` });
      return true;
    }),
    /** Not paid: what was set aside is owed again. */
    giveUp: write.transaction(
      (row: PayoutRow, to: "failed" | "expired" | "cancelled", at: number, reason: PayoutEnd | null): boolean => {
        if (!go(row, to, at, reason)) return false;
        const back = { source: "locked", target: "accrued", amount: BigInt(row.amount), kind: "release" } as const;
        enter(row, { at, ...back, idempotency_key: `end:${row.payout_id}` });
        return true;
      },
    ),
  };
}
