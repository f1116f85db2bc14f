import { z } from "zod";
import { WEEKDAYS } from "../policies/policy-rules.schema.ts";
import { TimeZone } from "../policies/stored-policies.schema.ts";
import { Timestamp, TronAddress, UserId } from "../shared/shared.schema.ts";
import { TronAmount, TronNetwork } from "../tron/tron.schema.ts";
import { PayoutId, PayoutObstacle, PayoutState } from "./payouts.schema.ts";

export const ScheduleId = z.uuid().brand<"ScheduleId">();
export type ScheduleId = z.infer<typeof ScheduleId>;

/** Once a week, or once a month: where a month is shorter, on its last day. */
export const ScheduleEvery = z.discriminatedUnion("unit", [
  z.strictObject({ unit: z.literal("week"), weekday: z.enum(WEEKDAYS) }),
  z.strictObject({ unit: z.literal("month"), day: z.int().min(1).max(31) }),
]);
export type ScheduleEvery = z.infer<typeof ScheduleEvery>;

const Units = TronAmount.refine((digits) => digits !== "0" && digits.length < 15, "more than nothing");
/** What a schedule pays, and when. */
export const ScheduleTerms = z.strictObject({
  /** Null: everybody to whom at least `least` is owed. */
  payee: UserId.nullable().default(null),
  /** To whom less is owed is not paid. */
  least: Units,
  /** All payouts of one run together. */
  most: Units,
  every: ScheduleEvery,
  /** By the clocks of the time zone. */
  at: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "a time of day, as 06:30"),
  time_zone: TimeZone,
});
export type ScheduleTerms = z.infer<typeof ScheduleTerms>;

/** Terms as somebody has proposed them, with the wallet that paid then: where another one pays, they pay nothing. */
export const ProposedTerms = ScheduleTerms.extend({
  number: z.int(),
  wallet: TronAddress,
  proposed_by: UserId,
  proposed_at: Timestamp,
  approve_until: Timestamp,
  approved_by: UserId.nullable(),
  approved_at: Timestamp.nullable(),
});
export type ProposedTerms = z.infer<typeof ProposedTerms>;

/** `proposed`: nobody has approved it yet. A `paused` one pays nothing, and what falls due meanwhile is not made up for. */
export const ScheduleState = z.enum(["proposed", "active", "paused", "ended"]);
export type ScheduleState = z.infer<typeof ScheduleState>;

/**
 * Why somebody was not paid in a run, or not all of it. `below-least`: less was owed than the schedule pays. `run-most`: with it the run
 * would have paid more than it may. `claim-link`: a link is to pay it. `other-wallet`: another wallet pays than was agreed to. `away`: the
 * network did not answer. `stopped`: the schedule was paused, ended or changed. `next-run`: the next one came first.
 */
export const ScheduleObstacle = z.enum([
  ...PayoutObstacle.options,
  "below-least",
  "run-most",
  "claim-link",
  "other-wallet",
  "away",
  "stopped",
  "next-run",
]);
export type ScheduleObstacle = z.infer<typeof ScheduleObstacle>;

/** One run of a schedule. There is one for each day on which it was due; of those that were missed, the last is made up for. */
export const ScheduleRun = z
  .object({
    number: z.int(),
    schedule_id: ScheduleId,
    due_on: z.iso.date(),
    due_at: Timestamp,
    begun_at: Timestamp,
    ended_at: Timestamp.nullable(),
    /** `open`: whoever could not be paid is tried again, for a day. */
    state: z.enum(["open", "done", "stopped", "overtaken"]),
    /** Begun more than an hour after it was due, and how many due days before it were missed altogether. */
    late: z.boolean(),
    missed: z.int(),
    paid: TronAmount,
    payees: z.int(),
    /** What it made, and what it left: a hundred of each at most. */
    payouts: z.array(z.object({ payout_id: PayoutId, payee: UserId, amount: TronAmount, state: PayoutState })),
    left: z.array(z.object({ payee: UserId, amount: TronAmount, obstacle: ScheduleObstacle })),
  })
  .meta({ id: "ScheduleRun" });
export type ScheduleRun = z.infer<typeof ScheduleRun>;

/** Payouts that repeat themselves. What was agreed to by two persons stays in force until others have agreed to something else. */
export const PayoutSchedule = z
  .object({
    schedule_id: ScheduleId,
    network: TronNetwork,
    name: z.string(),
    state: ScheduleState,
    /** By which it pays; null before somebody has approved any. */
    terms: ProposedTerms.nullable(),
    /** Which wait for somebody's approval. */
    proposal: ProposedTerms.nullable(),
    next_due: Timestamp.nullable(),
    last_run: ScheduleRun.nullable(),
  })
  .meta({ id: "PayoutSchedule" });
export type PayoutSchedule = z.infer<typeof PayoutSchedule>;
