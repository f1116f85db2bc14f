import type { PaymentsCalls, PaymentsOptions, PayoutSchedule, ScheduleTerms } from "@lucid/contract";
import type { Randomness } from "@lucid/foundation";
import { payingWallet } from "../payouts/payout-wallet.ts";
import { Refusal } from "../refusal.ts";
import { createRuns, nextDue, type RunsDeps } from "./create-runs.ts";
import type { NewTerms, ScheduleRow, TermsRow } from "./schedule-repository.ts";
import { showRun, showSchedule } from "./show-schedule.ts";

/** Longer, and nobody remembers why. */
const APPROVE_WITHIN_MS = 24 * 3_600_000;
/** Schedules that have not ended: each is looked at every minute. */
const MOST = 50;

type ScheduleMethod =
  | "listSchedules"
  | "getSchedule"
  | "scheduleRuns"
  | "proposeSchedule"
  | "changeSchedule"
  | "approveSchedule"
  | "withdrawSchedule"
  | "setSchedule"
  | "dueSchedules"
  | "runSchedules";
export type ScheduleCalls = {
  readonly [Method in ScheduleMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
};
export interface SchedulesDeps extends RunsDeps {
  readonly randomness: Randomness;
}

/** Payouts that repeat: proposed by one person, in force once another has approved them, and done when they are due. */
export function createSchedules(
  deps: SchedulesDeps,
  options: Pick<PaymentsOptions, "network" | "payout_rules">,
): { readonly calls: ScheduleCalls; expire(): void } {
  const { clock, randomness, schedules, onChange } = deps;
  const { network: name, payout_rules: rules } = options;
  const runs = createRuns(deps, options);

  function need(scheduleId: string): ScheduleRow {
    expire();
    const row = schedules.find(name, scheduleId);
    if (!row) throw new Refusal("SCHEDULE_NOT_FOUND");
    return row;
  }
  const wrong = ({ state }: ScheduleRow): Refusal => new Refusal("SCHEDULE_STATE", { state });
  function needProposal(row: ScheduleRow, number: number): TermsRow {
    const found = schedules.proposal(row.schedule_id);
    if (found?.number !== number) throw wrong(row);
    return found;
  }
  function tell(scheduleId: string): PayoutSchedule {
    onChange(null);
    return showSchedule(need(scheduleId), schedules);
  }
  /** What nobody has approved in time. */
  function expire(): void {
    for (const id of schedules.late(name, clock.now())) {
      const late = schedules.proposal(id);
      if (late && schedules.drop(late, "expired", null, clock.now())) onChange(null);
    }
  }

  function termsOf(schedule_id: string, { every, ...terms }: ScheduleTerms, proposed_by: string): NewTerms {
    const { wallet } = payingWallet(deps, name);
    if (!wallet) throw new Refusal("PAYOUT_IMPOSSIBLE", { obstacle: "no-wallet" });
    const [least, most] = [BigInt(terms.least), BigInt(terms.most)];
    if (least < BigInt(rules.least) || least <= BigInt(rules.fee) || most < least)
      throw new Refusal("PAYOUT_IMPOSSIBLE", { obstacle: "below-minimum" });
    const now = clock.now();
    return {
      ...{ ...terms, schedule_id, every: JSON.stringify(every), wallet_id: wallet.wallet_id, wallet: wallet.address },
      ...{ proposed_by, proposed_at: now, approve_until: now + APPROVE_WITHIN_MS },
    };
  }
  /** What is due already stays so. */
  const nextOf = (row: ScheduleRow, terms: TermsRow) =>
    row.next_on !== null && row.next_at !== null && row.next_at <= clock.now()
      ? { on: row.next_on, at: row.next_at }
      : nextDue(schedules, row, terms, clock.now());

  return {
    expire,
    calls: {
      listSchedules: async () => schedules.page(name).map((row) => showSchedule(row, schedules)),
      getSchedule: async ({ schedule_id }) => showSchedule(need(schedule_id), schedules),
      async scheduleRuns({ schedule_id, limit, before }) {
        need(schedule_id);
        const rows = schedules.runs(schedule_id, before ?? Number.MAX_SAFE_INTEGER, limit + 1);
        const shown = rows.slice(0, limit);
        return {
          runs: shown.map((run) => showRun(run, schedules.items(run.number))),
          next_before: rows.length > limit ? (shown.at(-1)?.number ?? null) : null,
        };
      },
      async proposeSchedule({ actor, name: called, terms }) {
        expire();
        const schedule_id = randomness.uuid();
        const asked = termsOf(schedule_id, terms, actor);
        if (schedules.live(name) >= MOST) throw new Refusal("TOO_MANY_SCHEDULES", { limit: MOST });
        schedules.add({ schedule_id, network: name, name: called }, asked);
        return tell(schedule_id);
      },
      async changeSchedule({ actor, schedule_id, terms }) {
        const row = need(schedule_id);
        if (row.state === "ended" || schedules.proposal(schedule_id)) throw wrong(row);
        schedules.propose(termsOf(schedule_id, terms, actor));
        return tell(schedule_id);
      },
      async approveSchedule({ actor, schedule_id, terms }) {
        const row = need(schedule_id);
        const asked = needProposal(row, terms);
        if (asked.proposed_by === actor || asked.payee === actor) throw new Refusal("APPROVED_BY_ANOTHER");
        schedules.approve(row, asked, actor, clock.now(), nextOf(row, asked));
        return tell(schedule_id);
      },
      async withdrawSchedule({ actor, schedule_id, terms }) {
        const row = need(schedule_id);
        schedules.drop(needProposal(row, terms), "withdrawn", actor, clock.now());
        return tell(schedule_id);
      },
      async setSchedule({ schedule_id, to }) {
        const row = need(schedule_id);
        const from = { paused: ["active"], active: ["paused"], ended: ["active", "paused"] }[to];
        const terms = row.terms === null ? undefined : schedules.terms(row.terms);
        if (!terms || !from.includes(row.state)) throw wrong(row);
        schedules.set(row, to, clock.now(), to === "active" ? nextDue(schedules, row, terms, clock.now()) : null);
        return tell(schedule_id);
      },
      async dueSchedules() {
        expire();
        return runs.due();
      },
      runSchedules: async (answers) => ({ runs: await runs.run(answers) }),
    },
  };
}
