import { type PaymentsCalls, type PaymentsMethod, type PayoutSchedule, ScheduleId, tronErrors, UserId } from "@lucid/contract";
import { expect, it, vi } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { startSchedules } from "./start-schedules.ts";

const [here, gone, linked] = ["1", "2", "3"].map((digit) => UserId.parse(`${digit.repeat(8)}-1111-4111-8111-111111111111`)) as [
  UserId,
  UserId,
  UserId,
];
const ADDRESS = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const accounts = {
  find: (user_id: string) =>
    user_id === gone
      ? undefined
      : ({ user_id, tron_address: ADDRESS, role: "USER", status: "active", kyc_status: "verified" } as const),
};
const held = (payee: string): bigint => (payee === linked ? 1n : 0n);
const MINUTE_MS = 60_000;

/** Payments that answer as the test says, and what they were asked. */
function answering(answers: Partial<{ readonly [Method in PaymentsMethod]: PaymentsCalls[Method]["output"] }>) {
  const asked: (readonly [PaymentsMethod, unknown])[] = [];
  const call = async <Method extends PaymentsMethod>(method: Method, input: PaymentsCalls[Method]["input"]) => {
    asked.push([method, input]);
    const answer = answers[method];
    if (answer === undefined) throw tronErrors.PAYMENTS_AWAY();
    return answer as PaymentsCalls[Method]["output"];
  };
  return { asked, payments: () => ({ call }) };
}

it("says each minute whom a schedule that is due can pay, and who is gone or has a link", async () => {
  await using ground = await openTestGround();
  const { asked, payments } = answering({
    dueSchedules: { due: true, payees: [here, gone, linked] },
    runSchedules: { runs: [] },
  });
  await using _area = startSchedules(ground, { payments, accounts, held });
  ground.clock.advance(MINUTE_MS);
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[1]).toEqual([
    "runSchedules",
    {
      payees: [{ user_id: here, address: ADDRESS, is_operator: false, is_verified: true }],
      kept: [
        { payee: gone, obstacle: "payee-gone" },
        { payee: linked, obstacle: "claim-link" },
      ],
    },
  ]);
});

it("does nothing where nothing is due, and asks again after payments were off or away, or the disk was full", async () => {
  await using ground = await openTestGround();
  const idle = answering({ dueSchedules: { due: false, payees: [] } });
  const away = answering({});
  const full = vi.fn(async () => await Promise.reject(new Error("database or disk is full")));
  const off = vi.fn((): never => {
    throw tronErrors.PAYMENTS_OFF();
  });
  const ports = [idle.payments, away.payments, () => ({ call: full }), off];
  await using areas = new AsyncDisposableStack();
  for (const payments of ports) areas.use(startSchedules(ground, { payments, accounts, held }));
  for (let minute = 1; minute <= 3; minute += 1) {
    ground.clock.advance(MINUTE_MS);
    await expect
      .poll(() => [idle.asked.length, away.asked.length, full.mock.calls.length, off.mock.calls.length])
      .toEqual([minute, minute, minute, minute]);
  }
});

it("says who acts, and leaves the terms to payments", async () => {
  await using ground = await openTestGround();
  const schedule_id = ScheduleId.parse(gone);
  const schedule: PayoutSchedule = {
    ...{ schedule_id, network: "devnet", name: "Rent", state: "paused", next_due: null, last_run: null },
    ...{ terms: null, proposal: null },
  };
  const { asked, payments } = answering({
    proposeSchedule: schedule,
    approveSchedule: schedule,
    setSchedule: schedule,
    scheduleRuns: { runs: [], next_before: null },
  });
  await using area = startSchedules(ground, { payments, accounts, held });
  const caller = testCaller(here, []);
  const service = area.services?.schedules ?? expect.fail("no service");
  const terms = {
    ...{ payee: null, least: "1", most: "2", at: "06:30", time_zone: "UTC" },
    every: { unit: "month", day: 1 } as const,
  };
  expect(await service.propose({ name: "Rent", ...terms }, caller)).toEqual(schedule);
  await service.approve({ schedule_id, terms: 7 }, caller);
  await service.pause({ schedule_id }, caller);
  await service.resume({ schedule_id }, caller);
  await service.end({ schedule_id }, caller);
  expect(await service.runs({ schedule_id, limit: 1 }, caller)).toEqual({ runs: [], next_before: null });
  expect(asked).toEqual([
    ["proposeSchedule", { actor: here, name: "Rent", terms }],
    ["approveSchedule", { actor: here, schedule_id, terms: 7 }],
    ...(["paused", "active", "ended"] as const).map((to) => ["setSchedule", { schedule_id, to }]),
    ["scheduleRuns", { schedule_id, limit: 1 }],
  ]);
});
