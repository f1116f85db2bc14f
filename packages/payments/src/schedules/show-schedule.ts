import type { PayoutSchedule, ProposedTerms, ScheduleRun } from "@lucid/contract";
import {
  everyOf,
  type ItemRow,
  type RunRow,
  type ScheduleRepository,
  type ScheduleRow,
  type TermsRow,
} from "./schedule-repository.ts";

/** Who looks at the log wants to know of a run that came so much later than it was due. */
const LATE_MS = 3_600_000;
/** More of a run is in the list of payouts. */
const SHOWN = 100;

const time = (at: number): string => new Date(at).toISOString();
const maybe = (at: number | null): string | null => (at === null ? null : time(at));

export function showSchedule(
  row: ScheduleRow,
  schedules: Pick<ScheduleRepository, "terms" | "proposal" | "runs" | "items">,
): PayoutSchedule {
  const agreed = row.terms === null ? undefined : schedules.terms(row.terms);
  const proposal = schedules.proposal(row.schedule_id);
  const [last] = schedules.runs(row.schedule_id, Number.MAX_SAFE_INTEGER, 1);
  return {
    schedule_id: row.schedule_id as PayoutSchedule["schedule_id"],
    ...{ network: row.network, name: row.name, state: row.state, next_due: maybe(row.next_at) },
    terms: agreed ? showTerms(agreed) : null,
    proposal: proposal ? showTerms(proposal) : null,
    last_run: last ? showRun(last, schedules.items(last.number)) : null,
  };
}

function showTerms(row: TermsRow): ProposedTerms {
  const { number, least, most, at, time_zone, wallet, state } = row;
  const isApproved = state === "approved";
  return {
    ...{ number, least, most, at, time_zone, wallet, every: everyOf(row) },
    payee: row.payee as ProposedTerms["payee"],
    proposed_by: row.proposed_by as ProposedTerms["proposed_by"],
    ...{ proposed_at: time(row.proposed_at), approve_until: time(row.approve_until) },
    approved_by: isApproved ? (row.decided_by as ProposedTerms["approved_by"]) : null,
    approved_at: isApproved ? maybe(row.decided_at) : null,
  };
}

export function showRun(row: RunRow, items: readonly ItemRow[]): ScheduleRun {
  const made = items.flatMap(({ payee, payout_id, payout_state: state, amount }) =>
    payout_id === null || state === null || amount === null ? [] : [{ payee, payout_id, state, amount }],
  );
  const left = items.flatMap(({ payee, obstacle, owed, amount }) =>
    obstacle === null ? [] : [{ payee, obstacle, amount: (BigInt(owed) - BigInt(amount ?? 0)).toString() }],
  );
  return {
    ...{ number: row.number, due_on: row.due_on, state: row.state, missed: row.missed, payees: items.length },
    schedule_id: row.schedule_id as ScheduleRun["schedule_id"],
    ...{ due_at: time(row.due_at), begun_at: time(row.begun_at), ended_at: maybe(row.ended_at) },
    late: row.begun_at - row.due_at > LATE_MS,
    paid: made.reduce((sum, { amount }) => sum + BigInt(amount), 0n).toString(),
    payouts: made.slice(0, SHOWN) as ScheduleRun["payouts"],
    left: left.slice(0, SHOWN) as ScheduleRun["left"],
  };
}
