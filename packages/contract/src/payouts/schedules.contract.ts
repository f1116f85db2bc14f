import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { writtenLine } from "../shared/written-text.ts";
import { tronErrors } from "../tron/tron.errors.ts";
import { payoutErrors } from "./payouts.errors.ts";
import { PayoutSchedule, ScheduleId, ScheduleRun, ScheduleTerms } from "./schedules.schema.ts";

const tags = ["payouts"];
const changes = "payouts";
const { PAYMENTS_OFF, PAYMENTS_AWAY } = tronErrors.spec;
const { PAYOUT_IMPOSSIBLE, APPROVED_BY_ANOTHER, SCHEDULE_NOT_FOUND, SCHEDULE_STATE, TOO_MANY_SCHEDULES } = payoutErrors.spec;
const away = [PAYMENTS_OFF, PAYMENTS_AWAY];
const deciding = [...away, SCHEDULE_NOT_FOUND, SCHEDULE_STATE];
const one = z.strictObject({ schedule_id: ScheduleId });
/** Terms are named by their number, so that nobody approves others than they have seen. */
const oneProposal = one.extend({ terms: z.int().min(1) });

/** Payouts that repeat themselves: what is due makes payouts like any others, within the limits and approvals of all. */
export const schedulesContract = {
  list: procedure("view_all_payouts", { errors: away })
    .route({ method: "GET", path: "/tron/payouts/schedules", tags, summary: "Payouts that repeat, and when they are due next" })
    .input(Nothing)
    .output(z.object({ schedules: z.array(PayoutSchedule) })),
  propose: procedure("manage_payouts", { changes, fresh: true, errors: [...away, PAYOUT_IMPOSSIBLE, TOO_MANY_SCHEDULES] })
    .route({
      method: "POST",
      path: "/tron/payouts/schedules",
      tags,
      summary: "Propose payouts that repeat, from the wallet that pays now: they begin once a second person has approved them",
      successStatus: 201,
    })
    .input(ScheduleTerms.extend({ name: writtenLine(1, 80) }))
    .output(PayoutSchedule),
  get: procedure("view_all_payouts", { errors: [...away, SCHEDULE_NOT_FOUND] })
    .route({ method: "GET", path: "/tron/payouts/schedules/{schedule_id}", tags, summary: "One schedule of payouts" })
    .input(one)
    .output(PayoutSchedule),
  runs: procedure("view_all_payouts", { errors: [...away, SCHEDULE_NOT_FOUND] })
    .route({
      method: "GET",
      path: "/tron/payouts/schedules/{schedule_id}/runs",
      tags,
      summary: "Runs of a schedule, the newest first: what they paid, what they did not, and why",
    })
    .input(
      one.extend({
        limit: z.coerce.number().int().min(1).max(50).default(10),
        before: z.coerce.number().int().min(1).optional(),
      }),
    )
    .output(z.object({ runs: z.array(ScheduleRun), next_before: z.int().nullable() })),
  change: procedure("manage_payouts", { changes, fresh: true, errors: [...deciding, PAYOUT_IMPOSSIBLE] })
    .route({
      method: "PUT",
      path: "/tron/payouts/schedules/{schedule_id}",
      tags,
      summary: "Propose other terms for a schedule: the old ones stay in force until a second person has approved these",
    })
    .input(ScheduleTerms.extend({ schedule_id: ScheduleId }))
    .output(PayoutSchedule),
  approve: procedure("approve_payouts", { changes, fresh: true, errors: [...deciding, APPROVED_BY_ANOTHER] })
    .route({
      method: "PUT",
      path: "/tron/payouts/schedules/{schedule_id}/approve",
      tags,
      summary: "Approve the terms of a schedule that somebody else has proposed",
    })
    .input(oneProposal)
    .output(PayoutSchedule),
  withdraw: procedure("manage_payouts", { changes, errors: deciding })
    .route({
      method: "PUT",
      path: "/tron/payouts/schedules/{schedule_id}/withdraw",
      tags,
      summary: "Withdraw terms that nobody has approved: a schedule that had no others ends",
    })
    .input(oneProposal)
    .output(PayoutSchedule),
  pause: procedure("manage_payouts", { changes, errors: deciding })
    .route({
      method: "PUT",
      path: "/tron/payouts/schedules/{schedule_id}/pause",
      tags,
      summary: "Pause a schedule: what falls due meanwhile is not made up for",
    })
    .input(one)
    .output(PayoutSchedule),
  resume: procedure("manage_payouts", { changes, fresh: true, errors: deciding })
    .route({
      method: "PUT",
      path: "/tron/payouts/schedules/{schedule_id}/resume",
      tags,
      summary: "Have a paused schedule pay again, from the next due day on",
    })
    .input(one)
    .output(PayoutSchedule),
  end: procedure("manage_payouts", { changes, errors: deciding })
    .route({
      method: "PUT",
      path: "/tron/payouts/schedules/{schedule_id}/end",
      tags,
      summary: "End a schedule for good",
    })
    .input(one)
    .output(PayoutSchedule),
};
