import type { PaymentsCalls, PaymentsOptions, Payout, PayoutObstacle, PayoutStop, Reconciliation } from "@lucid/contract";
import { askNetwork, needNetwork } from "../accounts/ask-network.ts";
import type { Books } from "../books/create-books.ts";
import type { InvoiceRepository } from "../invoices/invoice-repository.ts";
import { NetworkError } from "../network/network-error.ts";
import { Refusal } from "../refusal.ts";
import { createSchedules, type ScheduleCalls } from "../schedules/create-schedules.ts";
import type { ScheduleRepository } from "../schedules/schedule-repository.ts";
import { forecastTransfer } from "../transfers/forecast.ts";
import { requireSigner } from "../wallets/require-signer.ts";
import { type CorrectionRepository, createCorrections } from "./corrections.ts";
import { createDeviceSigning, type DeviceSigning, type DeviceSigningDeps } from "./create-device-signing.ts";
import { createPayoutSteps, type PayoutStepsDeps } from "./create-payout-steps.ts";
import { createSweep } from "./create-sweep.ts";
import type { Ledger } from "./ledger.ts";
import type { NewPayout, PayoutRow } from "./payout-repository.ts";
import {
  approvalsOf,
  daysAround,
  dueOf,
  isTooFar,
  mostFeeOf,
  obstacleOf,
  obstacleOfRefund,
  PRIORITIES,
  routeOf,
} from "./payout-rules.ts";
import { type PayoutSettings, payingWallet } from "./payout-wallet.ts";
import { findDifferences } from "./reconcile.ts";
import { showBalance, showEntry, showPayout } from "./show-payout.ts";
import { createStatements, type StatementRepository } from "./statements.ts";
import { AT_ONCE, type Wanted } from "./wanted.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Who is paid back what came in is nobody of this node. */
const NOBODY = { user_id: "", is_operator: false, is_verified: false } as const;

type PayoutMethod =
  | "payoutOverview"
  | "setPayoutWallet"
  | "payeeBalances"
  | "ledgerEntries"
  | "proposeCorrection"
  | "listCorrections"
  | "approveCorrection"
  | "withdrawCorrection"
  | "listPayouts"
  | "getPayout"
  | "orderPayouts"
  | "refundReceipt"
  | "approvePayout"
  | "cancelPayout"
  | "sweepPayouts"
  | "reconcilePayouts"
  | "statePayouts"
  | "listStatements"
  | "getStatement"
  | "statedPayouts";
export interface Payouts {
  readonly calls: ScheduleCalls &
    DeviceSigning & {
      readonly [Method in PayoutMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
    };
  /** Goes on with what is under way. Resolves when all of it waits. */
  goOn(): Promise<void>;
}

export interface PayoutsDeps extends PayoutStepsDeps, Pick<DeviceSigningDeps, "sign"> {
  readonly transfers: PayoutStepsDeps["transfers"] & DeviceSigningDeps["transfers"];
  readonly settings: PayoutSettings;
  readonly ledger: Ledger;
  readonly corrections: CorrectionRepository;
  readonly statements: StatementRepository;
  readonly schedules: ScheduleRepository;
  readonly received: Pick<InvoiceRepository, "owedBack">;
  readonly books: Pick<Books, "compare" | "comparisons">;
  /** What is owed or paid to a payee is another now; null: payouts as a whole. */
  readonly onChange: (payee: string | null) => void;
  /** Something of a transfer that came in is sent back, or is not any more. */
  readonly onRefund: (transactionId: string, place: number) => void;
  /** A transfer was ordered. */
  readonly onBegun: () => void;
}

/** What is owed, and how it is paid: each amount is paid once, or is still owed. */
export function createPayouts(deps: PayoutsDeps, options: Pick<PaymentsOptions, "network" | "payout_rules">): Payouts {
  const { clock, randomness, client, network, payouts, transfers, settings, ledger, wallets, keystore } = deps;
  const { received, onChange, onRefund, onBegun } = deps;
  const { network: name, payout_rules: rules } = options;
  const advance = createPayoutSteps(deps, options);
  const corrections = createCorrections(deps, name);
  const sweep = createSweep({ ...deps, make, show: (payoutId) => showPayout(need(payoutId)) }, options);
  const schedules = createSchedules({ ...deps, make }, options);
  const signing = createDeviceSigning({ ...deps, need, tell, begin: (id) => advance(id, undefined, true) }, name);
  let stopped: PayoutStop | null = payingWallet(deps, name).stop ?? null;
  let round: Promise<void> | undefined;
  let isAskedAgain = false;

  const impossible = (obstacle: PayoutObstacle): Refusal => new Refusal("PAYOUT_IMPOSSIBLE", { obstacle });

  function need(payoutId: string): PayoutRow {
    const row = payouts.find(payoutId);
    if (!row) throw new Refusal("PAYOUT_NOT_FOUND");
    return row;
  }
  function tell(payoutId: string): Payout {
    const row = need(payoutId);
    changed(row);
    return showPayout(row);
  }
  function changed({ payee, refund_of, refund_place }: Pick<PayoutRow, "payee" | "refund_of" | "refund_place">): void {
    if (refund_of !== null && refund_place !== null) onRefund(refund_of, refund_place);
    onChange(payee === "" ? null : payee);
  }

  /** What was made under a key before. @throws Refusal PAYOUT_DIFFERS where it is something else. */
  function known({ payee, amount, route, key, priority, not_before, refund }: Wanted): PayoutRow | undefined {
    const row = payouts.byKey(key);
    if (!row) return undefined;
    const isSame = row.payee === payee.user_id && row.amount === amount.toString() && (route ?? row.route) === row.route;
    const isSameRefund = row.refund_of === (refund?.transaction_id ?? null) && row.refund_place === (refund?.place ?? null);
    if (!isSame || !isSameRefund || row.priority !== priority || row.not_before !== not_before)
      throw new Refusal("PAYOUT_DIFFERS");
    return row;
  }
  /** All that are wanted, where all are there; none where none is. @throws Refusal PAYOUT_DIFFERS */
  function knownAll(wanted: readonly Wanted[]): readonly PayoutRow[] | undefined {
    const found = wanted.flatMap((one) => known(one) ?? []);
    if (found.length === 0) return undefined;
    if (found.length < wanted.length) throw new Refusal("PAYOUT_DIFFERS");
    return found;
  }

  /** What the rules say, with those counted that are made together with it. */
  function weigh({ payee, amount, route, not_before, refund }: Wanted, others: readonly Wanted[]): PayoutObstacle | undefined {
    const now = clock.now();
    const due = dueOf({ requested_at: now, not_before });
    if (isTooFar(due, now)) return "too-far";
    const days = daysAround(due);
    const beside = others.filter((one) => {
      const its = dueOf({ requested_at: now, not_before: one.not_before });
      return its > days.from && its < days.to;
    });
    const sum = (rows: readonly Wanted[]): bigint => rows.reduce((total, one) => total + one.amount, 0n);
    const dayTotal = payouts.used(name, undefined, days).amount + sum(beside);
    if (refund) {
      const back = received.owedBack(name, refund.transaction_id, refund.place);
      return obstacleOfRefund(amount, { dayTotal, left: back?.from_address === payee.address ? back.amount : undefined }, rules);
    }
    const same = beside.filter((one) => one.payee.user_id === payee.user_id);
    const day = payouts.used(name, payee.user_id, days);
    const usage = {
      accrued: ledger.balance(name, payee.user_id).accrued - sum(others.filter((one) => one.payee.user_id === payee.user_id)),
      payeeDay: { amount: day.amount + sum(same), count: day.count + same.length },
      dayTotal,
    };
    return obstacleOf({ payee, amount, route }, usage, rules);
  }

  /** Makes all of them or none; undefined where somebody else made them meanwhile. @throws Refusal, NetworkError */
  async function make(wanted: readonly Wanted[], isBatch: boolean): Promise<readonly string[] | undefined> {
    requireAll(wanted);
    const wallet = needWallet();
    const usdt = await needNetwork(network);
    let reserved = transfers.reserved(wallet.wallet_id, "USDT", "") + payouts.waiting(name);
    const fees: string[] = [];
    for (const one of wanted) {
      const { payee, amount } = one;
      if (payee.address === wallet.address) throw impossible("refused");
      const net = amount - feeOf(one);
      const asked = { asset: "USDT", from: wallet.address, to: payee.address, amount: net, usdt, reserved } as const;
      const { obstacle, cost } = await askNetwork(() => forecastTransfer(client, asked));
      if (obstacle === "balance" || obstacle === "fee") throw impossible("wallet-short");
      if (obstacle !== null || cost === null) throw impossible(obstacle ?? "refused");
      if (BigInt(cost.fee_sun) > mostFeeOf(amount, rules)) throw impossible("cost");
      reserved += net;
      fees.push(cost.fee_sun);
    }
    // From here on nothing waits: what was made meanwhile counts.
    if (knownAll(wanted) || wanted.some(({ schedule }) => schedule?.mayPay() === false)) return undefined;
    needWallet();
    requireAll(wanted);
    const batch_id = isBatch ? randomness.uuid() : null;
    const made = wanted.map((one, index) => newPayout(one, { batch_id, size: wanted.length, fee_sun: fees[index] ?? "0" }));
    payouts.add(made);
    for (const one of made) changed(one);
    return made.map(({ payout_id }) => payout_id);
  }

  /** Who is sent back what they paid gets all of it. */
  const feeOf = ({ refund }: Wanted): bigint => (refund ? 0n : BigInt(rules.fee));

  function requireAll(wanted: readonly Wanted[]): void {
    for (const [index, one] of wanted.entries()) {
      const obstacle = weigh(one, wanted.slice(0, index));
      if (obstacle) throw impossible(obstacle);
    }
  }
  function needWallet() {
    const { wallet, stop } = payingWallet(deps, name);
    if (stop === "halted") throw impossible("halted");
    if (!wallet) throw impossible("no-wallet");
    return wallet;
  }

  function newPayout(
    wanted: Wanted,
    beside: { readonly batch_id: string | null; readonly size: number; readonly fee_sun: string },
  ): NewPayout {
    const { payee, amount, key, note, by, priority, not_before, refund, schedule } = wanted;
    const route = routeOf(wanted, rules);
    const { needed, withinMs } = approvalsOf(route, amount, schedule?.size ?? beside.size, rules);
    const now = clock.now();
    return {
      ...{ payout_id: randomness.uuid(), network: name, payee: payee.user_id, address: payee.address, route },
      ...{ refund_of: refund?.transaction_id ?? null, refund_place: refund?.place ?? null },
      ...{ amount, fee: feeOf(wanted), requested_by: by, requested_at: now, note, batch_id: beside.batch_id },
      ...{ priority, not_before, schedule_run: schedule?.run ?? null },
      ...{ approvals_needed: needed, approve_until: withinMs === undefined ? null : now + withinMs },
      ...{ forecast_fee_sun: beside.fee_sun, most_fee_sun: mostFeeOf(amount, rules).toString(), idempotency_key: key },
    };
  }

  async function look(): Promise<void> {
    // `round` is this one before anything of it runs, and is none in the same breath in which it ends.
    await Promise.resolve();
    let stop: PayoutStop | undefined;
    try {
      do {
        isAskedAgain = false;
        corrections.expire();
        schedules.expire();
        stop = payingWallet(deps, name).stop;
        for (const id of payouts.underWay(name)) stop = (await follow(id, stop)) ?? stop;
      } while (isAskedAgain);
    } finally {
      round = undefined;
    }
    if (stopped === (stop ?? null)) return;
    stopped = stop ?? null;
    onChange(null);
  }

  /** @returns what keeps it from beginning. */
  async function follow(id: string, stop: PayoutStop | undefined): Promise<PayoutStop | undefined> {
    try {
      for (;;) {
        const progress = await advance(id, stop);
        if (typeof progress === "object") return progress.stop;
        if (progress === "waits") return undefined;
        tell(id);
        if (progress === "begun") onBegun();
      }
    } catch (error) {
      // The network is asked again with the next look; everything else ends the process, which goes on from what is stored.
      if (!(error instanceof NetworkError) && !(error instanceof Refusal)) throw error;
      return "network";
    }
  }

  function goOn(): Promise<void> {
    isAskedAgain = true;
    return (round ??= look());
  }

  function overview(): PaymentsCalls["payoutOverview"]["output"] {
    const { wallet } = payingWallet(deps, name);
    const total = { issued: 0n, accrued: 0n, locked: 0n, paid: 0n, fees: 0n };
    for (const balance of ledger.balances(name).values())
      for (const account of ["accrued", "locked", "paid", "fees"] as const) total[account] += balance[account];
    const { payee: _nobody, ...totals } = showBalance("", total);
    return {
      network: name,
      wallet: (wallet as PaymentsCalls["payoutOverview"]["output"]["wallet"] | undefined) ?? null,
      ...{ stopped, rules, total: totals },
      day_used: payouts.used(name, undefined, { from: clock.now() - DAY_MS, to: clock.now() + 1 }).amount.toString(),
      hour_used: payouts.begunSince(name, clock.now() - HOUR_MS).toString(),
      reconciliation: reconciliation(),
    };
  }
  /** What the last comparison came to, with what wallets have come to since. */
  function reconciliation(): Reconciliation | null {
    const compared = settings.reconciliation(name);
    const wallets = [...deps.books.comparisons()];
    const at = [compared?.at, ...wallets.map((one) => one.at)]
      .flatMap((one) => one ?? [])
      .toSorted()
      .at(-1);
    if (at === undefined) return null;
    const differences = [...(compared?.differences ?? []), ...deps.walletDifferences()];
    return { at, ok: differences.length === 0, payouts_checked: compared?.payouts_checked ?? 0, differences, wallets };
  }

  /** The page, and the number that the next one goes on before. */
  function page<Row extends { readonly number: number }>(rows: readonly Row[], limit: number) {
    const shown = rows.slice(0, limit);
    return { shown, next_before: rows.length > limit ? (shown.at(-1)?.number ?? null) : null };
  }

  return {
    goOn,
    calls: {
      ...corrections.calls,
      ...signing,
      ...schedules.calls,
      ...createStatements(deps, name),
      payoutOverview: async () => overview(),
      async setPayoutWallet({ user_id, wallet_id }) {
        const wallet = wallets.find(user_id, wallet_id);
        if (!wallet) throw new Refusal("WALLET_NOT_FOUND");
        requireSigner(wallet, keystore);
        settings.setWallet(name, { wallet_id, user_id, address: wallet.address });
        onChange(null);
        return overview();
      },
      payeeBalances: async ({ payee }) =>
        payee === undefined
          ? [...ledger.balances(name)].map(([id, balance]) => showBalance(id, balance))
          : [showBalance(payee, ledger.balance(name, payee))],
      async ledgerEntries({ payee, limit, before }) {
        const { shown, next_before } = page(ledger.page(name, payee, before ?? Number.MAX_SAFE_INTEGER, limit + 1), limit);
        return { entries: shown.map(showEntry), next_before };
      },
      async listPayouts({ payee, state, limit, before }) {
        const asked = { payee, state, before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 };
        const { shown, next_before } = page(payouts.page(name, asked), limit);
        return { payouts: shown.map(showPayout), next_before };
      },
      getPayout: async ({ payout_id }) => showPayout(need(payout_id)),
      async orderPayouts({ actor, orders, route }) {
        const wanted = orders.map(({ payee, amount, note, priority, not_before, idempotency_key }) => ({
          ...{ payee, amount: BigInt(amount), note, route, by: actor },
          priority: PRIORITIES.indexOf(priority),
          not_before: not_before === null ? null : Date.parse(not_before),
          key: `order:${name}:${idempotency_key}`,
        }));
        if (new Set(wanted.map(({ key }) => key)).size < wanted.length) throw new Refusal("PAYOUT_DIFFERS");
        if (wanted.length > rules.batch) throw impossible("batch-size");
        if (!knownAll(wanted)) await make(wanted, wanted.length > 1);
        return (knownAll(wanted) ?? []).map(showPayout);
      },
      async refundReceipt({ actor, transaction_id, place, amount, idempotency_key }) {
        const back = received.owedBack(name, transaction_id, place);
        if (!back) throw new Refusal("RECEIPT_NOT_FOUND");
        const wanted: Wanted = {
          ...{ payee: { ...NOBODY, address: back.from_address }, amount: BigInt(amount), route: "v0", note: "", by: actor },
          ...{ ...AT_ONCE, key: `refund:${name}:${idempotency_key}`, refund: { transaction_id, place } },
        };
        if (!known(wanted)) await make([wanted], false);
        const row = known(wanted);
        if (!row) throw new Error("what is sent back is lost");
        return showPayout(row);
      },
      async approvePayout({ actor, payout_id }) {
        // One whose time is over is given up first.
        if (need(payout_id).state === "locked") await follow(payout_id, undefined);
        const row = need(payout_id);
        if (row.state !== "locked") throw new Refusal("PAYOUT_STATE", { state: row.state });
        const given = JSON.parse(row.approvals) as readonly (readonly [string, number])[];
        if (actor === row.payee || actor === row.requested_by || given.some(([user]) => user === actor))
          throw new Refusal("APPROVED_BY_ANOTHER");
        payouts.approve(row, actor, clock.now());
        return tell(payout_id);
      },
      async cancelPayout({ payout_id }) {
        const row = need(payout_id);
        if ((row.state !== "locked" && row.state !== "approved") || !payouts.giveUp(row, "cancelled", clock.now(), "by-hand"))
          throw new Refusal("PAYOUT_STATE", { state: row.state });
        return tell(payout_id);
      },
      sweepPayouts: ({ payees }) => sweep(payees),
      async reconcilePayouts() {
        const differences = await findDifferences(deps, name);
        settings.setReconciliation(name, clock.now(), payouts.checkedCount(name), differences);
        await deps.books.compare();
        onChange(null);
        const said = reconciliation();
        if (!said) throw new Error("what was compared is lost");
        return said;
      },
    },
  };
}
