import type { Payee, PaymentsCalls, PaymentsOptions, PayoutObstacle, ScheduleObstacle, ScheduleRun } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { NetworkError } from "../network/network-error.ts";
import type { Ledger } from "../payouts/ledger.ts";
import type { PayoutRepository } from "../payouts/payout-repository.ts";
import { largestDue } from "../payouts/payout-rules.ts";
import { payingWallet, type ReadyDeps } from "../payouts/payout-wallet.ts";
import { AT_ONCE, type Wanted } from "../payouts/wanted.ts";
import { Refusal } from "../refusal.ts";
import { type Due, dueDays } from "./due-days.ts";
import {
  everyOf,
  type ItemRow,
  type RunRow,
  type ScheduleRepository,
  type ScheduleRow,
  type TermsRow,
} from "./schedule-repository.ts";
import { showRun } from "./show-schedule.ts";

const HOUR_MS = 3_600_000;
/** Whoever could not be paid for so long waits for the next due day. */
const TRIED_FOR_MS = 24 * HOUR_MS;
/** What can be otherwise an hour later. Of the rest nothing comes by itself. */
const PASSING: ReadonlySet<ScheduleObstacle> = new Set<ScheduleObstacle>([
  ...(["no-wallet", "halted", "other-wallet", "wallet-short", "sender-frozen", "cost", "away"] as const),
  ...(["day-of-payee", "count-of-payee", "day-of-all"] as const),
]);

export interface RunsDeps extends ReadyDeps {
  readonly clock: Clock;
  readonly schedules: ScheduleRepository;
  readonly ledger: Pick<Ledger, "balance" | "balances">;
  readonly payouts: Pick<PayoutRepository, "byKey" | "used">;
  /** Undefined where they were made before, or may not be made any more. @throws Refusal, NetworkError */
  readonly make: (wanted: readonly Wanted[], isBatch: boolean) => Promise<readonly string[] | undefined>;
  readonly onChange: (payee: null) => void;
}

/** The first due day after a moment on which there was no run, and that is not `taken`. */
export function nextDue(
  schedules: Pick<ScheduleRepository, "hasRun">,
  row: Pick<ScheduleRow, "schedule_id">,
  terms: TermsRow,
  after: number,
  taken?: string,
): Due {
  for (const due of dueDays({ ...terms, every: everyOf(terms) }, after))
    if (due.on !== taken && !schedules.hasRun(row.schedule_id, due.on)) return due;
  throw new Error("a schedule is due without end");
}

/**
 * What schedules make: one run for each day on which one is due, with one payout for each whom it pays, under one key for schedule, day and
 * payee. Of days that were missed the last is made up for. A run that was interrupted goes on where it was.
 */
export function createRuns(
  deps: RunsDeps,
  { network: name, payout_rules: rules }: Pick<PaymentsOptions, "network" | "payout_rules">,
) {
  const { clock, schedules, ledger, payouts, make, onChange } = deps;
  type Answers = PaymentsCalls["runSchedules"]["input"];
  let running: Promise<unknown> = Promise.resolve();

  const isDue = ({ next_at }: ScheduleRow): boolean => next_at !== null && next_at <= clock.now();
  /** After an hour, or when the clock was set back: nobody waits for it to come to where it was. */
  const isTried = ({ tried_at }: RunRow): boolean =>
    tried_at !== null && clock.now() >= tried_at && clock.now() - tried_at < HOUR_MS;
  const untried = (run: RunRow): readonly ItemRow[] => schedules.items(run.number).filter(({ is_over }) => is_over === 0);

  function need(number: number | null): TermsRow {
    const found = number === null ? undefined : schedules.terms(number);
    if (!found) throw new Error("a schedule has no terms");
    return found;
  }
  /** Whom terms pay now: who was not paid for the longest first, so that a run that may pay no more leaves nobody behind for good. */
  function payeesOf({ payee, least }: TermsRow): readonly { readonly payee: string; readonly owed: bigint }[] {
    if (payee !== null) return [{ payee, owed: ledger.balance(name, payee).accrued }];
    const last = schedules.paidLast(name);
    return [...ledger.balances(name)]
      .flatMap(([id, { accrued }]) => (accrued >= BigInt(least) ? [{ payee: id, owed: accrued }] : []))
      .toSorted((one, other) => (last.get(one.payee) ?? 0) - (last.get(other.payee) ?? 0));
  }

  /** One run for all days until now on which there was none. */
  function begin(row: ScheduleRow): void {
    const terms = need(row.terms);
    const [due_on, due_at] = [row.next_on, row.next_at];
    if (due_on === null || due_at === null) return;
    const now = clock.now();
    let [due, missed]: [Due, number] = [{ on: due_on, at: due_at }, 0];
    // Terms that were changed meanwhile may have a later hour on the same day: that is no other day.
    const after = (one: Due): Due => nextDue(schedules, row, terms, one.at, one.on);
    for (let next = after(due); next.at <= now; next = after(due)) [due, missed] = [next, missed + 1];
    schedules.begin({
      ...{ schedule_id: row.schedule_id, terms: terms.number, due_on: due.on, due_at: due.at, missed, begun_at: now },
      ...{ next: after(due), items: payeesOf(terms) },
    });
  }

  /** @returns what keeps this payee, now; null where they are paid. @throws NetworkError; Refusal NETWORK_AWAY */
  async function pay(run: RunRow, terms: TermsRow, { payee: id }: ItemRow, answers: Answers): Promise<ScheduleObstacle | null> {
    const key = `schedule:${name}:${run.schedule_id}:${run.due_on}:${id}`;
    const { wallet } = payingWallet(deps, name);
    if (!wallet) return "no-wallet";
    if (wallet.wallet_id !== terms.wallet_id) return "other-wallet";
    const kept = answers.kept.find(({ payee }) => payee === id);
    if (kept) return kept.obstacle;
    const payee = answers.payees.find(({ user_id }) => user_id === id);
    if (!payee) return null;
    const { accrued } = ledger.balance(name, id);
    if (accrued < BigInt(terms.least)) return "below-least";
    const { amount, route, part } = amountOf(run, terms, payee, accrued);
    if (amount < BigInt(rules.least)) return part ?? "below-minimum";
    // What is left of it is known before there is a payout: afterwards nothing is to be remembered.
    schedules.note(run.number, id, part, false);
    const size = schedules.items(run.number).length;
    const isOpen = (): boolean => schedules.run(run.number)?.state === "open";
    // Another process beside this one may have paid meanwhile.
    const schedule = { run: run.number, size, mayPay: () => isOpen() && amount <= leftOf(run, terms) };
    const note = schedules.find(name, run.schedule_id)?.name ?? "";
    const wanted: Wanted = { payee, amount, route, note, key, by: terms.proposed_by, ...AT_ONCE, schedule };
    try {
      await make([wanted], false);
    } catch (error) {
      if (!(error instanceof Refusal) || error.refusal !== "PAYOUT_IMPOSSIBLE") throw error;
      return (error.details as { readonly obstacle: PayoutObstacle }).obstacle;
    }
    if (payouts.byKey(key)) return part;
    return isOpen() ? "run-most" : "stopped";
  }

  /** What a run may still pay. */
  const leftOf = (run: RunRow, { most }: TermsRow): bigint =>
    schedules.items(run.number).reduce((left, { amount }) => left - BigInt(amount ?? 0), BigInt(most));

  function amountOf(run: RunRow, terms: TermsRow, payee: Payee, accrued: bigint) {
    const left = leftOf(run, terms);
    const usedOn = (days: { readonly from: number; readonly to: number }) => payouts.used(name, payee.user_id, days).amount;
    const { amount: due, route, keeps } = largestDue(payee, accrued, usedOn, clock.now(), rules);
    const amount = due < left ? due : left;
    const part: ScheduleObstacle | null = amount === accrued ? null : left < due ? "run-most" : keeps;
    return { amount, route, part };
  }

  async function go(run: RunRow, answers: Answers): Promise<void> {
    const terms = need(run.terms);
    const begun = clock.now();
    let [made, isWhole, isAway] = [0, true, false];
    for (const item of untried(run)) {
      if (schedules.run(run.number)?.state !== "open") return;
      if (item.payout_id !== null) {
        schedules.note(run.number, item.payee, item.obstacle, true);
        continue;
      }
      if (made >= rules.batch || !isKnown(item, answers)) {
        isWhole = false;
        continue;
      }
      let obstacle: ScheduleObstacle | null = "away";
      try {
        if (!isAway) obstacle = await pay(run, terms, item, answers);
      } catch (error) {
        if (!(error instanceof NetworkError) && !(error instanceof Refusal && error.refusal === "NETWORK_AWAY")) throw error;
        isAway = true;
      }
      const isPaid = schedules.items(run.number).some(({ payee, payout_id }) => payee === item.payee && payout_id !== null);
      if (isPaid) made += 1;
      if (schedules.run(run.number)?.state !== "open") return;
      schedules.note(run.number, item.payee, obstacle, isPaid || (obstacle !== null && !PASSING.has(obstacle)));
    }
    // A clock that was set back by so much says as little as one that went on.
    const isOver = Math.abs(begun - run.begun_at) >= TRIED_FOR_MS;
    if (untried(run).length === 0 || (isOver && isWhole)) schedules.end(run.number, clock.now(), "away");
    // Who was not asked about, or whom the network did not answer for, is not kept waiting for an hour.
    else if (isWhole && !isAway) schedules.tried(run.number, begun);
  }
  const isKnown = ({ payee: id }: ItemRow, { payees, kept }: Answers): boolean =>
    payees.some(({ user_id }) => user_id === id) || kept.some(({ payee }) => payee === id);

  async function work(answers: Answers): Promise<readonly ScheduleRun[]> {
    for (const row of schedules.active(name)) if (isDue(row)) begin(row);
    const open = schedules.openRuns(name).filter((run) => !isTried(run));
    for (const run of open) await go(run, answers);
    if (open.length > 0) onChange(null);
    return open.map((run) => showRun(schedules.run(run.number) ?? run, schedules.items(run.number)));
  }

  return {
    /** Whether something is to be done, and whom it may pay. */
    due(): PaymentsCalls["dueSchedules"]["output"] {
      const due = schedules.active(name).filter(isDue);
      const open = schedules.openRuns(name).filter((run) => !isTried(run));
      const payees = new Set([
        ...due.flatMap((row) => payeesOf(need(row.terms)).map(({ payee }) => payee)),
        ...open.flatMap((run) => untried(run).map(({ payee }) => payee)),
      ]);
      return { due: due.length + open.length > 0, payees: [...payees] };
    },
    /** One after the other, however often it is asked. */
    run(answers: Answers): Promise<readonly ScheduleRun[]> {
      const worked = running.then(() => work(answers));
      running = worked.catch(() => undefined);
      return worked;
    },
  };
}
