import type { PayoutSchedule, ScheduleTerms } from "@lucid/contract";
import { type Caller, requirePrincipal, type Services } from "../calls/index.ts";
import type { PaymentsLink } from "../tron/index.ts";

const everyWords = ({ every }: Pick<ScheduleTerms, "every">): string =>
  every.unit === "week" ? every.weekday : `day ${every.day}`;

/** Says who acts; what a schedule pays, and when, the process of payments decides. */
export function createSchedulesService({
  payments,
}: {
  readonly payments: () => Pick<PaymentsLink, "call">;
}): Services["schedules"] {
  const userOf = (caller: Caller): string => requirePrincipal(caller).userId;
  const call: PaymentsLink["call"] = (method, input) => payments().call(method, input);

  /** What stands in the audit log: the terms as they are agreed to, for nobody changes them later. */
  function noted(caller: Caller, schedule: PayoutSchedule, asked: "terms" | "proposal"): PayoutSchedule {
    const terms = schedule[asked];
    const details = terms && {
      ...{ terms: terms.number, payee: terms.payee, least: terms.least, most: terms.most, wallet: terms.wallet },
      ...{ every: everyWords(terms), at: terms.at, time_zone: terms.time_zone },
    };
    caller.identify({ target: schedule.schedule_id, ...(details && { details }) });
    return schedule;
  }
  async function set(schedule_id: string, to: "paused" | "active" | "ended", caller: Caller): Promise<PayoutSchedule> {
    return noted(caller, await call("setSchedule", { schedule_id, to }), "terms");
  }

  return {
    list: async () => ({ schedules: [...(await call("listSchedules", {}))] }),
    get: ({ schedule_id }) => call("getSchedule", { schedule_id }),
    async runs(input) {
      const { runs, next_before } = await call("scheduleRuns", input);
      return { runs: [...runs], next_before };
    },
    propose: async ({ name, ...terms }, caller) =>
      noted(caller, await call("proposeSchedule", { actor: userOf(caller), name, terms }), "proposal"),
    change: async ({ schedule_id, ...terms }, caller) =>
      noted(caller, await call("changeSchedule", { actor: userOf(caller), schedule_id, terms }), "proposal"),
    approve: async (input, caller) => noted(caller, await call("approveSchedule", { actor: userOf(caller), ...input }), "terms"),
    withdraw: async (input, caller) =>
      noted(caller, await call("withdrawSchedule", { actor: userOf(caller), ...input }), "terms"),
    pause: ({ schedule_id }, caller) => set(schedule_id, "paused", caller),
    resume: ({ schedule_id }, caller) => set(schedule_id, "active", caller),
    end: ({ schedule_id }, caller) => set(schedule_id, "ended", caller),
  };
}
